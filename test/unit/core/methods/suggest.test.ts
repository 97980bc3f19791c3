import { describe, expect, it } from 'vitest';
import { completeWord } from '../../../../src/core/methods/completeWord.js';
import { suggestAt } from '../../../../src/core/methods/suggest.js';
import { toyModel } from '../../../support/toyModel.js';

const PIECES = ['the', 'cat', 'car', 'carpet', 'care', '##d', 'dog', 'sat', 'big', 'c', '##a', '.'];

/** Weights by what stands right before and behind a place; anything else has a weight of 1. */
const toy = (between: Readonly<Record<string, Readonly<Record<string, number>>>>) =>
  toyModel(PIECES, (token, place, tokens) => between[`${tokens[place - 1]} _ ${tokens[place + 1]}`]?.[token] ?? 1);

const place = (marked: string) => ({ text: marked.replace('‸', ''), offset: marked.indexOf('‸') });

const between = {
  'the _ sat': { cat: 100, carpet: 50, care: 20, dog: 900, car: 5 },
  'the _ [MASK]': { care: 400 },
  'care _ sat': { '##d': 40 },
};

describe('a word that is partly typed', () => {
  const complete = async (marked: string, options = {}) =>
    (await completeWord(toy(between), { ...place(marked), top: 5, ...options })).map(({ word }) => word);

  it('is completed by what stands on both sides, best first, with words of more pieces', async () => {
    const words = await completeWord(toy(between), { ...place('the ca‸ sat'), top: 9 });
    expect(words.map(({ word }) => word)).toEqual(expect.arrayContaining(['cat', 'carpet', 'care', 'cared']));
    expect(words.map(({ insert }) => `ca${insert}`)).toEqual(words.map(({ word }) => word));
    const shares = words.map(({ share }) => share);
    expect(shares).toEqual(shares.toSorted((a, b) => b - a));
    expect(Math.min(...shares)).toBeGreaterThan(0.01);
  });

  it('keeps the letters behind the cursor', async () => {
    expect(await complete('the ca‸et sat')).toEqual(['carpet']);
  });

  it('is not one where no letters are before the cursor, in numbers and in scripts without spaces', async () => {
    for (const marked of ['‸the cat', 'the ‸cat', 'the 12‸', '春天‸好']) expect(await complete(marked)).toEqual([]);
  });

  it('goes on in capitals when it is typed in them', async () => {
    const words = await completeWord(toy(between), { ...place('the CA‸ sat'), top: 1 });
    expect(words.map(({ word }) => word)).toEqual(words.map(({ word }) => word.toUpperCase()));
  });

  it('is never a word that is blocked', async () => {
    expect(await complete('the ca‸ sat', { blocked: ['Cat'] })).not.toContain('cat');
  });

  it('is refused outside the text', async () => {
    await expect(completeWord(toy({}), { text: 'the', offset: 4, top: 1 })).rejects.toMatchObject({
      code: 'bad-request',
    });
  });
});

describe('a suggestion at the cursor', () => {
  const suggest = async (marked: string, options = {}) =>
    suggestAt(
      toy({
        ...between,
        'the _ [MASK]': {},
        'care _ sat': {},
        '[CLS] _ [MASK]': { the: 100 },
        '[MASK] _ sat': { dog: 100 },
        'the _ dog': { big: 900 },
      }),
      {
        ...place(marked),
        top: 5,
        ...options,
      },
    );

  it('completes the word when that is likelier than the word as it stands', async () => {
    const [first] = await suggest('the car‸ sat');
    expect(first).toEqual({ insert: 'pet', completes: true });
    expect(await suggest('the cat‸ sat')).toEqual([]);
  });

  it('is a missing word where no word is typed, with its space', async () => {
    expect((await suggest('the ‸dog sat'))[0]).toEqual({ insert: 'big ', completes: false });
  });

  it('is there in any case when it is asked for', async () => {
    const least = Number.NEGATIVE_INFINITY;
    const behind = await suggest('the cat‸ sat', { least, top: 20 });
    expect(behind[0]?.insert).toMatch(/^ \w+$/);
    expect(behind.at(-1)?.completes).toBe(true);
    const [first, ...others] = await suggest('the car‸ sat', { least, top: 20 });
    expect(first).toEqual({ insert: 'pet', completes: true });
    expect(others.some(({ completes }) => !completes)).toBe(true);
  });

  it('holds no blocked word', async () => {
    const found = await suggest('the ‸dog sat', { blocked: ['big'], least: Number.NEGATIVE_INFINITY });
    expect(found.some(({ insert }) => insert.includes('big'))).toBe(false);
  });
});
