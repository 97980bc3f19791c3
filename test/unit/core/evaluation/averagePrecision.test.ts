import { expect, it } from 'vitest';
import { averagePrecision } from '../../../../src/core/evaluation/averagePrecision.js';

it.each([
  [[3, 1, 0], 1],
  [[0, 3, 1], (3 / 2 + 4 / 3) / (3 + 4 / 2)],
  [[1, 3], (1 + 4 / 2) / (3 + 4 / 2)],
  [[0, 0, 1], 1 / 3],
  [[0.5, 0.5], 1],
  [[1, 0, 1, 0], (1 + 2 / 3) / 2], // of weights 0 and 1, average precision
])('of the weights %j', (weights, expected) => {
  expect(averagePrecision(weights)).toBeCloseTo(expected, 12);
});

it('is not a number when there is nothing to find', () => {
  expect(averagePrecision([0, 0])).toBeNaN();
  expect(averagePrecision([])).toBeNaN();
});
