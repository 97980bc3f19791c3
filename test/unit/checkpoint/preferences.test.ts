import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readPreferences } from '../../../src/checkpoint/preferences.js';

const folder = mkdtempSync(path.join(tmpdir(), 'cloze-preferences-'));
afterAll(() => rmSync(folder, { recursive: true }));

function withFile(content: unknown): Promise<unknown> {
  writeFileSync(path.join(folder, 'cloze.json'), JSON.stringify(content));
  return readPreferences(folder);
}

describe('readPreferences', () => {
  it('reads the representation, when there is one', async () => {
    expect(await withFile({})).toEqual({});
    expect(await withFile({ representation: 'mean@2/bare+whiten64' })).toEqual({
      representation: 'mean@2/bare+whiten64',
    });
  });

  it.each<[string, unknown, RegExp]>([
    ['an unknown one', 'best', /is "best": "best" is no sentence representation/],
    ['what is no text', ['mean'], /is \["mean"\]: it should be text/],
    ['a long list', Array(9000).fill(1), /is \[1,1,1,.*…: it should be text/],
    ['a long text', 'm'.repeat(9000), /mm…" is no sentence representation/],
  ])('refuses %s in a short sentence', async (_, representation, reason) => {
    const error = await withFile({ representation }).then(
      () => undefined,
      (it: unknown) => it,
    );
    expect(error).toMatchObject({ code: 'bad-checkpoint', message: expect.stringMatching(reason) });
    expect((error as Error).message.length).toBeLessThan(400);
  });
});
