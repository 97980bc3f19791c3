import { describe, expect, it } from 'vitest';
import { ordinaryOf } from '../../../../src/core/methods/ordinary.js';
import { rank } from '../../../../src/core/methods/rank.js';
import { scoreTexts } from '../../../../src/core/methods/score.js';
import { totalsOf } from '../../../../src/core/methods/scoreTotals.js';
import { toyModel } from '../../../support/toyModel.js';

const PIECES = ['the', 'cat', 'dog', 'play', '##ing', '##ed', 'sat', '.', '!'];
/** A token is as likely as its length says, three times as much behind a piece that ends like it begins. */
const weight = (token: string, before: string | undefined) =>
  token.length * (before?.at(-1) === token.replace('##', '')[0] ? 3 : 1);
const model = (maxTokens?: number) =>
  toyModel(PIECES, (token, place, tokens) => weight(token, tokens[place - 1]), maxTokens);
const logprob = (token: string, before: string) =>
  Math.log(weight(token, before) / sum(PIECES.map((piece) => weight(piece, before))));

const text = 'the sat! the cat sat.';
const span = { start: 13, end: 16 };
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe('alternatives', () => {
  it('are ranked by all their tokens in their place', async () => {
    const ranked = await rank(model(), { text, span, alternatives: ['dog', 'playing', 'cat', 'cat dog'] });
    const expected = {
      dog: logprob('dog', 'the'),
      cat: logprob('cat', 'the'),
      playing: logprob('play', 'the') + logprob('##ing', 'play'),
      'cat dog': logprob('cat', 'the') + logprob('dog', 'cat'),
    };
    for (const [alternative, value] of Object.entries(expected)) {
      const { inPlace } = ranked.find((it) => it.text === alternative) ?? {};
      expect(inPlace?.logprob).toBeCloseTo(value, 5);
      const all = ranked.map((it) => Math.exp(it.inPlace?.difference ?? Number.NaN));
      expect(inPlace?.share).toBeCloseTo(Math.exp(inPlace?.difference ?? Number.NaN) / sum(all), 8);
    }
    expect(sum(ranked.map(({ inPlace }) => inPlace?.share ?? 0))).toBeCloseTo(1, 8);
    expect(ranked.map(({ inPlace }) => inPlace?.tokens)).toEqual([1, 1, 2, 2]);
    const differences = ranked.map(({ inPlace }) => inPlace?.difference ?? Number.NaN);
    expect(differences).toEqual([...differences].sort((a, b) => b - a));
  });

  it('of different length are compared by how many tokens such words have', async () => {
    const { phrasePrior } = await ordinaryOf(model());
    const ranked = await rank(model(), { text, span, alternatives: ['dog', 'playing', 'dog dog'] });
    const weights = ranked.map((it) => (it.inPlace?.logprob ?? 0) + phrasePrior(it.text, it.inPlace?.tokens ?? 0));
    expect(phrasePrior('dog', 1)).not.toBeCloseTo(phrasePrior('playing', 2), 1);
    for (const [i, { inPlace }] of ranked.entries()) {
      expect(inPlace?.difference).toBeCloseTo((weights[i] as number) - (weights[0] as number), 8);
    }
  });

  it('come with the score of their sentence alone, the others being around it', async () => {
    const ranked = await rank(model(), { text, span, alternatives: ['dog', 'playing'] });
    for (const { text: alternative, sentence } of ranked) {
      const changed = `the sat! the ${alternative} sat.`;
      const [sentences] = await scoreTexts(model(), [{ text: changed }]);
      expect(sentences).toHaveLength(2);
      expect(sentence).toBeCloseTo(totalsOf(sentences?.[1]?.words ?? []).logprob, 8);
    }
  });

  it('that cannot be told apart from what is around them come last, by their sentences', async () => {
    const ranked = await rank(model(), { text, span, alternatives: ['zebra', 'dog', 'dog zebra'] });
    expect(ranked.map((it) => [it.text, it.inPlace !== undefined])).toEqual([
      ['dog', true],
      ...ranked.slice(1).map((it) => [it.text, false]),
    ]);
    expect(ranked[1]?.sentence).toBeGreaterThanOrEqual(ranked[2]?.sentence ?? 0);
    const inside = await rank(model(), { text: 'the xying', span: { start: 4, end: 5 }, alternatives: ['x', 'pla'] });
    expect(inside.every(({ inPlace }) => inPlace === undefined)).toBe(true);
  });

  it('are counted once', async () => {
    const ranked = await rank(model(), { text, span, alternatives: ['dog', 'dog'] });
    expect(ranked.map(({ inPlace }) => inPlace?.share)).toEqual([1]);
  });
});

describe('odd input', () => {
  const alternatives = ['cat', 'dog'];

  it('in a text longer than the window is seen through a window', async () => {
    const toy = model(16);
    const long = `${'the dog sat . '.repeat(75_000)}the cat sat .`;
    const ranked = await rank(toy, {
      text: long,
      span: { start: long.length - 9, end: long.length - 6 },
      alternatives,
    });
    expect(ranked).toHaveLength(2);
    for (const { ids } of toy.asked.flat()) expect(ids.length).toBeLessThanOrEqual(16);
  });

  it.each([
    ['right to left', 'שלום cat עולם', 5],
    ['masks', '[MASK] cat [MASK]', 7],
    ['halves of pairs', '\ud83d cat \udc4d', 2],
    ['nothing else', 'cat', 0],
  ])('with %s is ranked', async (_, given, start) => {
    const ranked = await rank(model(), { text: given, span: { start, end: start + 3 }, alternatives });
    expect(ranked.map(({ inPlace }) => inPlace?.tokens)).toEqual([1, 1]);
  });

  it.each([
    [[], 13, 16, /nothing to rank/],
    [alternatives, -1, 16, /no range -1 to 16/],
    [alternatives, 16, 13, /no range/],
    [alternatives, 13, 22, /no range/],
    [['dog '.repeat(40)], 13, 16, /has 40 tokens; the model's window of 64/],
  ])('%j at %d to %d is refused', async (given, start, end, message) => {
    const answer = rank(model(), { text, span: { start, end }, alternatives: given });
    await expect(answer).rejects.toMatchObject({ code: 'bad-request', message: expect.stringMatching(message) });
  });
});
