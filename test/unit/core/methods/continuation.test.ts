import { describe, expect, it } from 'vitest';
import { continueAt } from '../../../../src/core/methods/continuation.js';
import { toyModel } from '../../../support/toyModel.js';

const PIECES = ['the', 'big', 'old', 'play', '##ing', 'dog', 'sat', '.', ',', '春', '天', '气', '好'];

/** What stands between two tokens, with its weight; anything else has a weight of 1. */
type Between = Readonly<Record<string, Readonly<Record<string, number>>>>;

const toy = (between: Between, maxTokens?: number) =>
  toyModel(
    PIECES,
    (token, place, tokens) => between[`${tokens[place - 1]} _ ${tokens[place + 1]}`]?.[token] ?? 1,
    maxTokens,
  );

/** `the` and `dog` fit each other badly, and both well beside a mask; between them, an adjective belongs. */
const missing: Between = {
  '[CLS] _ [MASK]': { the: 100 },
  '[MASK] _ sat': { dog: 100 },
  'the _ dog': { big: 9e4, old: 6e4, the: 1e5, ',': 1e5, '##ing': 1e5 },
  'the _ [MASK]': { play: 30 },
  'play _ dog': { '##ing': 200 },
  'play _ [MASK]': { '.': 1e6 },
};

const at = (model: ReturnType<typeof toy>, marked: string, options: { top?: number; least?: number } = {}) =>
  continueAt(model, { text: marked.replace('‸', ''), offset: marked.indexOf('‸'), top: 3, ...options });

describe('words for a gap', () => {
  it('fit both sides, are words, repeat nothing and bring their spaces', async () => {
    const { suggestions } = await at(toy(missing), 'the ‸dog sat.');
    expect(suggestions.map(({ words }) => words)).toEqual(['playing', 'big', 'old']);
    expect(suggestions.map(({ insert }) => insert)).toEqual(['playing ', 'big ', 'old ']);
  });

  it('have the log-probability of the chain rule', async () => {
    const { suggestions } = await at(toy(missing), 'the ‸dog sat.');
    const [playing, big] = suggestions;
    expect(big?.logprob).toBeCloseTo(Math.log(9e4 / (45e4 + PIECES.length - 5)), 6);
    const first = Math.log(30 / (30 + PIECES.length - 1));
    const second = Math.log(200 / (200 + PIECES.length - 1));
    expect(playing?.logprob).toBeCloseTo(first + second, 6);
  });

  it('may be several, at most three', async () => {
    const model = toy({
      ...missing,
      'the _ [MASK]': { big: 1e4 },
      'big _ [MASK]': { old: 1e4 },
      'big _ dog': { old: 1e4 },
      'old _ [MASK]': { play: 1e4, sat: 1e3 },
      'old _ dog': { sat: 1e5 },
      'play _ dog': { sat: 1e4 },
    });
    const { suggestions } = await at(model, 'the ‸dog sat.', { top: 20 });
    const words = suggestions.map((suggestion) => suggestion.words);
    expect(words.slice(0, 2)).toEqual(expect.arrayContaining(['big old', 'big old sat']));
    expect(Math.max(...words.map((spelled) => spelled.split(' ').length))).toBe(3);
    expect(new Set(words).size).toBe(words.length);
  });

  it('are joined without spaces in Chinese', async () => {
    const model = toy({
      '[CLS] _ [MASK]': { 春: 50 },
      '春 _ 好': { 天: 99 },
      '春 _ [MASK]': { 天: 999 },
      '天 _ 好': { 气: 999 },
    });
    const { suggestions } = await at(model, '春‸好');
    expect(suggestions.map(({ insert }) => insert)).toEqual(expect.arrayContaining(['天', '天气']));
  });
});

describe('nothing', () => {
  it('is suggested where the neighbours are as likely without a word between them', async () => {
    const model = toy({ ...missing, '[CLS] _ dog': { the: 100 }, 'the _ sat': { dog: 100 } });
    const { suggestions, evidence } = await at(model, 'the ‸dog sat.');
    expect(suggestions).toEqual([]);
    expect(evidence).toBeCloseTo(0, 6);
    expect((await at(model, 'the ‸dog sat.', { least: 0 })).suggestions).not.toEqual([]);
  });

  it('costs no search', async () => {
    const model = toy({});
    await at(model, 'the ‸dog sat.');
    expect(model.asked).toHaveLength(1);
  });

  it('is suggested inside a word, and there is no evidence', async () => {
    expect(await at(toy(missing), 'the d‸og sat.')).toEqual({ suggestions: [] });
  });

  it('is missing from nothing', async () => {
    expect(await at(toy(missing), '‸')).toEqual({ suggestions: [], evidence: 0 });
  });
});

describe('evidence', () => {
  it('is how much likelier the neighbours are beside a mask', async () => {
    const { evidence } = await at(toy(missing), 'the ‸dog sat.');
    const [gap, closed] = [Math.log(100 / (100 + PIECES.length - 1)), Math.log(1 / PIECES.length)];
    expect(evidence).toBeCloseTo(2 * (gap - closed), 5);
  });

  it('takes words of several pieces whole, and leaves the special tokens out', async () => {
    const model = toy({});
    await at(model, 'playing ‸');
    const masked = model.asked[0]?.map(({ ids, places }) => [[...ids], places[0]]);
    const [CLS, SEP, MASK, ing] = [2, 3, 4, 9];
    expect(masked).toEqual([
      [[CLS, MASK, MASK, MASK, SEP], 1],
      [[CLS, 8, MASK, MASK, SEP], 2],
      [[CLS, MASK, MASK, SEP], 1],
      [[CLS, 8, MASK, SEP], 2],
    ]);
    expect(PIECES[ing - 5]).toBe('##ing');
  });
});

describe('odd input', () => {
  it.each([
    ['before a line of a megabyte', `‸${'the dog sat . '.repeat(75_000)}`],
    ['between 200 masks', `${'[MASK] '.repeat(100)}‸${'[MASK] '.repeat(100)}`],
    ['right to left', 'שלום ‸עולם'],
    ['beside halves of pairs and NUL', '\ud83d ‸\u0000 \udc4d'],
  ])('%s gets an answer', async (_, marked) => {
    const model = toy(missing, 32);
    const { suggestions } = await at(model, marked, { least: Number.NEGATIVE_INFINITY });
    expect(suggestions).toHaveLength(3);
    for (const { ids } of model.asked.flat()) expect(ids.length).toBeLessThanOrEqual(32);
  });

  it.each([-1, 4, 0.5, Number.NaN])('there is no place %d in "the"', async (offset) => {
    await expect(continueAt(toy({}), { text: 'the', offset, top: 3 })).rejects.toMatchObject({ code: 'bad-request' });
  });
});
