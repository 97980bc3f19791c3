import { beforeAll, describe, expect, it } from 'vitest';
import { engineService } from '../../src/engine/service.js';
import { MODEL } from '../support/built.js';

const { signal } = new AbortController();
const engine = engineService();
const interactive = { lane: 'interactive' } as const;

beforeAll(async () => {
  await engine.load({ folder: MODEL, device: 'cpu' }, signal);
});

describe('at a cursor, on the bundled model', () => {
  it.each([
    ['halves of pairs and NUL', '\ud83d It was a beauti', ' \u0000 day \udc00'],
    ['right to left', 'שלום עו', 'ם مرحبا'],
    ['emoji and combining marks', '👨‍👩‍👧 nai\u0308', ' 👍🏽!'],
    ['Chinese', '春天来', '花都开了。'],
    ['a line of a megabyte', 'It was a day. '.repeat(40_000), ' He died. '.repeat(40_000)],
    ['nothing', '', ''],
  ])('words are completed and put in in %s', async (_, left, right) => {
    const place = { text: left + right, offset: left.length, top: 5, ...interactive };
    for (const { word, insert, share } of await engine.completeWord(place, signal)) {
      expect(word).toMatch(/^[\p{L}\p{M}\p{N}]+$/u);
      expect(word).toContain(insert);
      expect(share).toBeGreaterThan(0);
    }
    const found = await engine.suggestAt({ ...place, least: Number.NEGATIVE_INFINITY }, signal);
    for (const { insert } of found) expect(insert.trim()).not.toBe('');
    const masked = { ...place, text: `${left} [MASK] ${right}`, offset: left.length + 1 };
    const { filled } = await engine.fillAt({ ...masked, spelling: '', pieces: 3 }, signal);
    expect(filled.candidates.length).toBeGreaterThan(0);
  });

  it('nothing comes where no prose is written, unless it need not be prose', async () => {
    const place = { text: 'let beautif = 1;', offset: 11, language: 'typescript', top: 5, ...interactive };
    expect(await engine.completeWord({ ...place, proseOnly: true }, signal)).toEqual([]);
    expect(await engine.suggestAt({ ...place, proseOnly: true }, signal)).toEqual([]);
    expect((await engine.completeWord(place, signal)).length).toBeGreaterThan(0);
  });

  it.each(['completeWord', 'suggestAt'] as const)('superseded requests of %s never run', async (method) => {
    const text = 'It was a beautif day, and we were glad.';
    const ask = () => engine[method]({ text, offset: 16, top: 5, key: method, ...interactive }, signal);
    await ask(); // measured once: what is ordinary
    const before = await engine.ping(null, signal);
    await ask();
    const alone = (await engine.ping(null, signal)) - before;
    const asked = await Promise.allSettled(Array.from({ length: 30 }, ask));
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(asked.at(-1)?.status).toBe('fulfilled');
    expect((await engine.ping(null, signal)) - before - alone).toBe(alone);
  });
});
