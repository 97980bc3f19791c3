import { expect, it } from 'vitest';
import { ordinaryOf } from '../../../../src/core/methods/ordinary.js';
import { toyModel } from '../../../support/toyModel.js';

const letters = Array.from({ length: 26 }, (_, i) => String.fromCharCode(97 + i));
/** Words fall into pairs of letters at most; Chinese characters stand alone. */
const pieces = [
  ...letters,
  ...letters.map((letter) => `##${letter}`),
  ...letters.flatMap((a) => letters.flatMap((b) => [a + b, `##${a}${b}`])),
];

it('knows how many tokens words have, which sum to nearly all', async () => {
  const { prior } = await ordinaryOf(toyModel(pieces, () => 1));
  const share = (tokens: number) => Math.exp(prior('word', tokens));
  const shares = Array.from({ length: 12 }, (_, i) => share(i + 1));
  expect(shares.slice(0, 4).reduce((sum, it) => sum + it, 0)).toBeCloseTo(1, 10);
  expect(shares.every((it) => it > 0)).toBe(true);
  // Of the sample's words, about as many have one or two letters as three or four.
  expect(share(2) / share(1)).toBeGreaterThan(0.8);
  expect(share(8)).toBeLessThan(share(5));
  expect(Math.exp(prior('中文', 2))).not.toBeCloseTo(share(2), 3);
});

it('takes a text of several words for so many words, however they share the tokens', async () => {
  const { prior, phrasePrior } = await ordinaryOf(toyModel(pieces, () => 1));
  const share = (tokens: number) => Math.exp(prior('word', tokens));
  expect(phrasePrior('one', 2)).toBeCloseTo(prior('one', 2), 10);
  expect(Math.exp(phrasePrior('one two', 3))).toBeCloseTo(2 * share(1) * share(2), 10);
  const three = 3 * share(1) ** 2 * share(2);
  expect(Math.exp(phrasePrior('of the sea', 4))).toBeCloseTo(three, 10);
  expect(phrasePrior('?', 1)).toBeCloseTo(prior('?', 1), 10);
  expect(phrasePrior('a b c', 2)).toBeGreaterThan(Number.NEGATIVE_INFINITY);
  expect(phrasePrior('word '.repeat(40), 60)).toBeLessThan(0);
});

it('measures a tokenizer once', async () => {
  const toy = toyModel(pieces, () => 1);
  expect(ordinaryOf(toy)).toBe(ordinaryOf(toy));
  expect(ordinaryOf({ ...toy })).toBe(ordinaryOf(toy));
  const { piecesPerLetter } = await ordinaryOf(toy);
  expect(piecesPerLetter).toBeGreaterThan(0.5);
  expect(piecesPerLetter).toBeLessThan(0.8);
});

it('tries again after a failure', async () => {
  const toy = toyModel(pieces, () => 1);
  let fail = true;
  const encode: typeof toy.encode = (text) => (fail ? Promise.reject(new Error('no')) : toy.encode(text));
  await expect(ordinaryOf({ ...toy, encode })).rejects.toThrow('no');
  fail = false;
  expect((await ordinaryOf({ ...toy, encode })).piecesPerLetter).toBeGreaterThan(0);
});
