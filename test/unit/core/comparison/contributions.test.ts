import { expect, it } from 'vitest';
import { contributions } from '../../../../src/core/comparison/contributions.js';

it('gives the shares of each token, by hand', () => {
  // mean (2, 1), |mean|^2 = 5; projections: (3, 0) -> 6, (1, 2) -> 4
  const [first, second] = contributions([
    [3, 0],
    [1, 2],
  ]);
  expect(first).toEqual({ meanWeight: 0.5, weightedWeight: 1 / 3, meanShare: 6 / 10, maxShare: 0.5 });
  expect(second).toEqual({ meanWeight: 0.5, weightedWeight: 2 / 3, meanShare: 4 / 10, maxShare: 0.5 });
});

it('shares sum to 1; a token against the others has less than nothing', () => {
  const found = contributions([
    [1, 5, 2],
    [2, 4, 2],
    [-1, -1, 0],
  ]);
  const sum = (of: 'meanWeight' | 'weightedWeight' | 'meanShare' | 'maxShare') =>
    found.reduce((total, it) => total + it[of], 0);
  for (const of of ['meanWeight', 'weightedWeight', 'meanShare', 'maxShare'] as const)
    expect(sum(of)).toBeCloseTo(1, 12);
  expect(found[2]?.meanShare).toBeLessThan(0);
  expect(found[2]?.maxShare).toBe(0);
});

it('of equal values the first token wins', () => {
  expect(contributions([[1], [1]]).map(({ maxShare }) => maxShare)).toEqual([1, 0]);
});
