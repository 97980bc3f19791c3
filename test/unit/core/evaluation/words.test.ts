import { expect, it } from 'vitest';
import { drawHiddenWords, summariseWords, type WordTrial } from '../../../../src/core/evaluation/words.js';

it('hides one word of each paragraph that has enough', () => {
  const paragraphs = ['Too short.', ...Array.from({ length: 40 }, () => 'It rained, and nobody was there.'), ''];
  const hidden = drawHiddenWords(paragraphs, { seed: 3, limit: 1000 });
  expect(hidden).toHaveLength(40);
  const words = new Set(hidden.map(({ text, start, end }) => text.slice(start, end)));
  expect([...words].sort()).toEqual(['It', 'and', 'nobody', 'rained', 'there', 'was']);
  expect(drawHiddenWords(paragraphs, { seed: 3, limit: 1000 })).toEqual(hidden);
  expect(drawHiddenWords(paragraphs, { seed: 3, limit: 7 })).toHaveLength(7);
});

it('tells by the number of pieces what was found, with and without the prior', () => {
  const candidates = [
    { word: 'rain', pieces: 1, logprob: -2, probability: 0.12 },
    { word: 'drizzle', pieces: 2, logprob: -1, probability: 0.03 },
  ];
  const trials: WordTrial[] = [
    { word: 'rain', pieces: 1, logprob: -2, candidates },
    { word: 'drizzle', pieces: 2, logprob: -4, candidates },
    { word: 'snow', pieces: 1, logprob: -6, candidates: [] },
  ];
  const [one, two, all] = summariseWords(trials, 1);
  expect(one).toMatchObject({ pieces: 1, words: 2, first: { prior: { value: 0.5 }, sum: { value: 0 } } });
  expect(two).toMatchObject({ pieces: 2, words: 1, first: { prior: { value: 0 }, sum: { value: 1 } } });
  expect(two?.firstFive.prior.value).toBe(1);
  expect(all).toMatchObject({ pieces: undefined, words: 3, logprob: { value: -4 } });
  expect(all?.chosen.prior).toEqual([2 / 3, 0, 0, 0]);
  expect(all?.chosen.sum).toEqual([0, 2 / 3, 0, 0]);
});
