import { describe, expect, it } from 'vitest';
import { Percentiles } from '../../../../src/core/vectors/percentile.js';
import { cosine, cosines } from '../../../../src/core/vectors/similarity.js';

describe('cosine', () => {
  it('is that of the angle', () => {
    expect(cosine([1, 0], [1, 1])).toBeCloseTo(Math.SQRT1_2, 12);
    expect(cosine([1, 2, 3], [-2, -4, -6])).toBe(-1);
    expect(cosine([0, 0], [1, 1])).toBe(0);
    expect(cosine([0.1, 0.3], [0.1, 0.3])).toBeLessThanOrEqual(1);
  });
  it('is symmetric in a matrix', () => {
    const rows = cosines([
      [1, 0],
      [0, 2],
      [3, 4],
    ]);
    expect(rows.map((row) => [...row])).toEqual([
      [1, 0, 0.6],
      [0, 1, 0.8],
      [0.6, 0.8, 1],
    ]);
  });
});

describe('percentiles', () => {
  const pairsOf = (all: readonly (readonly [cosine: number, a: number, b: number])[]) => ({
    cosines: Float32Array.from(all, ([value]) => value),
    lengths: Int32Array.from(all.flatMap(([, a, b]) => [a, b])),
  });

  it('count those below, and half of the equal ones', () => {
    const percentiles = new Percentiles(pairsOf([0.5, 0.25, 0.75, 0.5].map((value) => [value, 10, 10])));
    expect(percentiles.of(0.5, [10, 10])).toEqual({ percentile: 50, pairs: 4 });
    expect(percentiles.of(0.6, [10, 10])).toEqual({ percentile: 75, pairs: 4 });
    expect(percentiles.of(0.8, [10, 10])).toEqual({ percentile: 100, pairs: 4 });
    expect(percentiles.of(-1, [10, 10])).toEqual({ percentile: 0, pairs: 4 });
  });

  it('are among pairs of the same lengths, in either order', () => {
    const short = Array.from({ length: 2500 }, (_, i) => [i / 2500, 4, 9] as const);
    const long = Array.from({ length: 2500 }, (_, i) => [1 + i / 2500, 60, 80] as const);
    const percentiles = new Percentiles(pairsOf([...long, ...short]));
    expect(percentiles.of(1, [9, 4])).toEqual({ percentile: 100, pairs: 2500 });
    expect(percentiles.of(1, [80, 60]).percentile).toBe(0.02);
    expect(percentiles.of(1, [0, 1]).percentile).toBe(100);
  });

  it('are no numbers without pairs', () => {
    expect(new Percentiles(pairsOf([])).of(0.5, [3, 3])).toEqual({ percentile: Number.NaN, pairs: 0 });
  });
});
