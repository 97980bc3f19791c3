import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readDocuments } from '../../../src/cli/eval/text.js';

const folder = mkdtempSync(path.join(tmpdir(), 'cloze-eval-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(content: string | Uint8Array): string {
  const name = path.join(folder, 'text.txt');
  writeFileSync(name, content);
  return name;
}

describe('readDocuments', () => {
  it('reads documents, with or without a byte order mark', async () => {
    expect(await readDocuments(file('\ufeffEine Größe\r\nzwei 😀\r\n\r\ndrei'))).toEqual([
      ['Eine Größe', 'zwei 😀'],
      ['drei'],
    ]);
  });

  it.each<[string, () => string, RegExp]>([
    ['a file that is not there', () => path.join(folder, 'none.txt'), /none\.txt cannot be read: ENOENT/],
    ['a folder', () => folder, /cannot be read: EISDIR/],
    ['an empty file', () => file(''), /holds no text/],
    ['blank lines alone', () => file('\n \n'), /holds no text/],
    ['what is no UTF-8', () => file(Uint8Array.of(0x47, 0x72, 0xf6, 0xdf, 0x65)), /no text in UTF-8/],
    ['a binary file', () => file('text and \0 more'), /no text in UTF-8/],
    ['UTF-16', () => file(Buffer.from('\ufefftext', 'utf16le')), /no text in UTF-8/],
    ['xz', () => file(Uint8Array.of(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0, 4)), /compressed.*xz -dc/],
  ])('refuses %s', async (_, make, reason) => {
    await expect(readDocuments(make())).rejects.toMatchObject({
      code: 'bad-request',
      message: expect.stringMatching(reason),
    });
  });
});
