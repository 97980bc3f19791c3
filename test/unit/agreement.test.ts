import { describe, expect, it } from 'vitest';
import { agreement, isSame } from '../../src/core/agreement.js';

const result = (topIds: number[], topLogprobs: number[], vectors: number[][]) => ({ topIds, topLogprobs, vectors });
const one = result(
  [1, 2, 3, 4],
  [-1, -2, -3, -4],
  [
    [1, 0],
    [0, 2],
  ],
);

describe('agreement', () => {
  it('is complete with itself', () => {
    expect(agreement(one, one)).toEqual({ top1: 1, logprob: 0, cosine: 1 });
    expect(isSame(agreement(one, one))).toBe(true);
  });

  it('counts equal first tokens, the largest difference, and the smallest cosine', () => {
    const other = result(
      [1, 2, 9, 4],
      [-1, -2.5, -3, -4],
      [
        [1, 1],
        [0, 1],
      ],
    );
    const found = agreement(one, other);
    expect(found.top1).toBe(0.75);
    expect(found.logprob).toBeCloseTo(0.5);
    expect(found.cosine).toBeCloseTo(Math.SQRT1_2);
    expect(isSame(found)).toBe(false);
  });

  it('is nothing for values that are no numbers, and for other lengths', () => {
    for (const other of [
      result(
        [1, 2, 3, 4],
        [-1, Number.NaN, -3, -4],
        [
          [1, 0],
          [0, 2],
        ],
      ),
      result(
        [1, 2, 3, 4],
        [-1, -2, -3, -4],
        [
          [Number.NaN, 0],
          [0, 2],
        ],
      ),
      result(
        [1, 2, 3],
        [-1, -2, -3],
        [
          [1, 0],
          [0, 2],
        ],
      ),
      result([1, 2, 3, 4], [-1, -2, -3, -4], [[1, 0]]),
      result([1, 2, 3, 4], [-1, -2, -3, -4], [[1], [0, 2]]),
    ]) {
      expect(agreement(one, other).top1).toBe(0);
    }
  });

  it('of a model without a head is that of its vectors', () => {
    expect(agreement(result([], [], [[1, 0]]), result([], [], [[2, 0]]))).toEqual({ top1: 1, logprob: 0, cosine: 1 });
  });
});
