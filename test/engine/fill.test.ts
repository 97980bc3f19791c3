import { beforeAll, describe, expect, it } from 'vitest';
import { findMasks } from '../../src/core/masks.js';
import { engineService } from '../../src/engine/service.js';
import type { FillParams } from '../../src/protocol/engine.js';
import { MODEL } from '../support/built.js';

const engine = engineService();
const { signal } = new AbortController();
const fill = async (text: string, more: Partial<FillParams> = {}) =>
  (await engine.fill({ text, masks: findMasks(text), top: 5, lane: 'interactive', ...more }, signal)).masks;

beforeAll(async () => {
  await engine.load({ folder: MODEL, device: 'cpu' }, signal);
});

describe('fill', () => {
  it('gives whole words, best first, as probabilities', async () => {
    const [mask] = await fill('He was born in the [MASK] of London.', { top: 20 });
    const probabilities = mask?.candidates.map(({ probability }) => probability) ?? [];
    expect(mask?.candidates).toHaveLength(20);
    expect(probabilities).toEqual(probabilities.toSorted((a, b) => b - a));
    expect(probabilities.reduce((a, b) => a + b)).toBeLessThanOrEqual(1);
    expect(probabilities.at(-1)).toBeGreaterThan(0);
    expect(mask?.candidates.some(({ word }) => word.startsWith('##') || word.startsWith('['))).toBe(false);
    expect(new Set(mask?.candidates.map(({ word }) => word)).size).toBe(20);
    expect(mask?.entropy).toBeGreaterThan(0);
  });

  it('gives no punctuation, though the model likes it best here', async () => {
    const [mask] = await fill('A [MASK].');
    expect(mask?.candidates.every(({ word }) => /[\p{L}\p{N}]/u.test(word))).toBe(true);
    expect(mask?.candidates[0]?.probability).toBeLessThan(0.5);
  });

  it('looks down the whole vocabulary when more words are asked for than the best tokens hold', async () => {
    const [mask] = await fill('[MASK]', { top: 5000 });
    expect(mask?.candidates).toHaveLength(5000);
  });

  it('means the same by every spelling', async () => {
    const [a, b, c] = await Promise.all([
      fill('It was a very good [MASK].'),
      fill('It was a very good <mask>.'),
      fill('It was a very good ____.', { masks: [{ start: 19, end: 23 }] }),
    ]);
    expect(b[0]?.candidates).toEqual(a[0]?.candidates);
    expect(c[0]?.candidates).toEqual(a[0]?.candidates);
  });

  it('fills masks at the ends, side by side, and alone', async () => {
    for (const text of ['[MASK] is good', 'good is [MASK]', '[MASK][MASK]', '[MASK]', '([MASK])', '😀[MASK]😀']) {
      for (const { start, end, candidates } of await fill(text)) {
        expect(text.slice(start, end)).toBe('[MASK]');
        expect(candidates.length, text).toBe(5);
      }
    }
  });

  it('offers pieces that go on with a word directly behind its letters, and only there', async () => {
    const [behind] = await fill('He was walk[MASK] home.', { top: 3 });
    const words = behind?.candidates.map(({ word }) => word);
    expect(words).toContain('ing');
    const [free] = await fill('He was walk [MASK] home.', { top: 3 });
    expect(free?.candidates.map(({ word }) => word)).not.toContain('ing');
  });

  it('offers, where letters follow directly, only what makes a word of the vocabulary with them', async () => {
    const [mask] = await fill('He was [MASK]ing to school.', { top: 20 });
    const words = mask?.candidates.map(({ word }) => word) ?? [];
    expect(words.length).toBeGreaterThan(3);
    expect(words).toContain('go');
    expect(words).not.toContain('The');
    const [impossible] = await fill('He was [MASK]qqqxyz to school.');
    expect(impossible?.candidates).toEqual([]);
    const [spaced] = await fill('他[MASK]是学生。');
    expect(spaced?.candidates).toHaveLength(5);
  });

  it('fills only the masks that are wanted; the others stay masks', async () => {
    const text = 'The [MASK] was [MASK] by the [MASK].';
    const all = await fill(text);
    const some = await fill(text, { wanted: [0, 2] });
    expect(some.map(({ start }) => start)).toEqual([all[0]?.start, all[2]?.start]);
    expect(some[1]?.candidates[0]?.word).toBe(all[2]?.candidates[0]?.word);
  });

  it('cuts a long text around each mask, exactly to the token', async () => {
    const the = (count: number) => 'the '.repeat(count);
    const middle = 'cat [MASK] sat ';
    // 128 tokens with [CLS] and [SEP] fit: 62 before the mask and 63 behind it.
    const [cut] = await fill(`${the(61)}${middle}${the(62)}`);
    const [long] = await fill(`${the(400)}${middle}${the(400)}`);
    expect(long?.candidates).toEqual(cut?.candidates);
    const [shifted] = await fill(`${the(60)}${middle}${the(63)}`);
    expect(shifted?.candidates).not.toEqual(cut?.candidates);

    const both = await fill(`${middle}${the(400)}${middle}`);
    expect(both[0]?.candidates).toEqual((await fill(`${middle}${the(123)}`))[0]?.candidates);
    expect(both[1]?.candidates).toEqual((await fill(`${the(123)}${middle}`))[0]?.candidates);
  });

  it('takes odd Unicode around the mask', async () => {
    for (const text of ['\ud83d [MASK] \ude00', 'e\u0301 [MASK]\u0301', '\u0000[MASK]\u0000', '‮[MASK]‬', '𠀀[MASK]𠀀']) {
      expect((await fill(text))[0]?.candidates).toHaveLength(5);
    }
  });

  it.each([
    [[{ start: 0, end: 0 }]],
    [[{ start: -1, end: 3 }]],
    [[{ start: 2, end: 99 }]],
    [
      [
        { start: 3, end: 5 },
        { start: 0, end: 2 },
      ],
    ],
    [
      [
        { start: 0, end: 3 },
        { start: 2, end: 5 },
      ],
    ],
    [[{ start: Number.NaN, end: 2 }]],
  ])('refuses masks that are no ranges of the text: %j', async (masks) => {
    await expect(fill('some text', { masks })).rejects.toMatchObject({ code: 'bad-request' });
  });

  it('refuses a mask number that is not there', async () => {
    await expect(fill('a [MASK]', { wanted: [1] })).rejects.toMatchObject({ code: 'bad-request' });
  });
});

describe('embed', () => {
  const embed = (texts: string[], more = {}) =>
    engine.embed({ texts, layer: 2, pooling: 'mean', withSpecialTokens: true, lane: 'background', ...more }, signal);

  it('gives one vector a text, the same alone as in a batch', async () => {
    const texts = ['A cat.', 'A very long story about a cat that nobody wanted to hear.', '', '字'.repeat(500)];
    const together = await embed(texts);
    expect(together.map((vector) => vector.length)).toEqual([128, 128, 128, 128]);
    for (const [i, text] of texts.entries()) {
      const [alone] = await embed([text]);
      alone?.forEach((value, d) => {
        expect(value).toBeCloseTo(together[i]?.[d] as number, 4);
      });
    }
  });

  it('puts nearer what is nearer in meaning', async () => {
    const [a, b, c] = (await embed([
      'The dog ran across the field.',
      'The dog ran over the field.',
      'Parliament passed the new tax law in 1990.',
    ])) as [Float32Array, Float32Array, Float32Array];
    expect(cosine(a, b)).toBeGreaterThan(cosine(a, c));
  });

  it('refuses a layer that is not there', async () => {
    await expect(embed(['a'], { layer: 3 })).rejects.toMatchObject({ code: 'bad-request' });
    await expect(embed(['a'], { layer: -1 })).rejects.toMatchObject({ code: 'bad-request' });
  });
});

function cosine(a: Float32Array, b: Float32Array): number {
  const dot = (x: Float32Array, y: Float32Array) => x.reduce((sum, value, i) => sum + value * (y[i] as number), 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}
