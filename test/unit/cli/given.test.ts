import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { looksLikePath, textOf } from '../../../src/cli/given.js';
import { refusal } from '../../support/errors.js';

const folder = mkdtempSync(path.join(tmpdir(), 'cloze-given-'));
afterAll(() => rmSync(folder, { recursive: true }));
const inFolder = (name: string) => path.join(folder, name);
writeFileSync(inFolder('notes'), '\ufeffA text.');
writeFileSync(inFolder('picture.png'), Uint8Array.of(0x89, 0x50, 0, 1));
mkdirSync(inFolder('docs.md'));

describe('looksLikePath', () => {
  it.each(['notes.txt', 'NOTES.MD', 'docs/notes', './notes', 'docs\\notes.txt', 'docs/', '笔记.txt', '~/a', 'and/or'])(
    '%j does',
    (given) => expect(looksLikePath(given)).toBe(true),
  );

  it.each([
    'notes',
    'Open notes.txt',
    'It is in docs/notes',
    'He/she.',
    '他/她是老师。',
    '他/她是[MASK]',
    'big[/|-]small',
    '<mask>.txt',
    'Hello.',
    '-',
    '',
  ])('%j does not', (given) => expect(looksLikePath(given)).toBe(false));
});

describe('textOf', () => {
  it('is the text itself, or what the file of this name holds', async () => {
    expect(await textOf('notes')).toBe('notes');
    expect(await textOf(inFolder('notes'))).toBe('A text.');
    expect(await textOf('a\0b')).toBe('a\0b');
    expect(await textOf('long '.repeat(9999))).toHaveLength(49995);
  });

  it.each([
    [inFolder('nots'), /There is no file ".*nots"; a text that looks like a path is read from standard input/],
    [inFolder('docs.md'), /"[^"]*docs\.md" is a folder/],
    [inFolder('picture.png'), /picture\.png is no text in UTF-8/],
  ])('refuses %j', async (given, message) => {
    await expect(textOf(given)).rejects.toMatchObject(refusal('bad-request', message));
  });
});
