import { describe, expect, it } from 'vitest';
import { pairAt, pairCount, place } from '../../../../src/core/comparison/condensed.js';
import { disagreements } from '../../../../src/core/comparison/disagreement.js';
import { sampled } from '../../../../src/core/comparison/sampling.js';

describe('the upper triangle', () => {
  it('has every pair once, in order, and both ways lead to it', () => {
    for (const size of [2, 3, 7]) {
      const places = [];
      for (let i = 0; i < size; i++) for (let j = i + 1; j < size; j++) places.push(place(i, j, size));
      expect(places).toEqual(Array.from({ length: pairCount(size) }, (_, at) => at));
      expect(place(size - 1, 0, size)).toBe(place(0, size - 1, size));
      expect(places.map((at) => place(...pairAt(at, size), size))).toEqual(places);
    }
  });
});

describe('disagreements', () => {
  // pairs of three texts: 0-1, 0-2, 1-2
  const methods = [
    [10, 50, 99],
    [12, 95, 98],
    [90, 51, 97],
  ];

  it('come by the gap between the highest and the lowest percentile', () => {
    expect(disagreements(methods, 3, 5)).toEqual([
      { i: 0, j: 1, highest: 2, lowest: 0, gap: 80 },
      { i: 0, j: 2, highest: 1, lowest: 0, gap: 45 },
      { i: 1, j: 2, highest: 0, lowest: 2, gap: 2 },
    ]);
  });

  it('are no more than were asked for', () => {
    expect(disagreements(methods, 3, 1).map(({ i, j }) => [i, j])).toEqual([[0, 1]]);
  });
});

describe('a sample', () => {
  const texts = Array.from({ length: 40 }, (_, i) => `text ${i}`);

  it('is everything when that is not too much', () => {
    expect(sampled({ texts, pairs: [] }, 40)).toEqual({ texts, pairs: [] });
  });

  it('of texts keeps their order, is always the same, and says of how many', () => {
    const { texts: some, sampledFrom } = sampled({ texts }, 10);
    expect(some).toHaveLength(10);
    expect(sampledFrom).toBe(40);
    expect(some.map((text) => texts.indexOf(text))).toEqual(
      some.map((text) => texts.indexOf(text)).sort((a, b) => a - b),
    );
    expect(sampled({ texts }, 10).texts).toEqual(some);
    expect(sampled(sampled({ texts }, 10), 10), 'a sample stays one').toEqual({ texts: some, sampledFrom: 40 });
  });

  it('of pairs takes whole pairs, with their scores', () => {
    const pairs = Array.from({ length: 20 }, (_, p) => ({ i: 2 * p, j: 2 * p + 1, gold: p }));
    const { texts: some, pairs: kept = [], sampledFrom } = sampled({ texts, pairs }, 11);
    expect(sampledFrom).toBe(40);
    expect(some).toHaveLength(10);
    expect(kept).toHaveLength(5);
    for (const { i, j, gold = Number.NaN } of kept)
      expect([some[i], some[j]]).toEqual([`text ${2 * gold}`, `text ${2 * gold + 1}`]);
  });
});
