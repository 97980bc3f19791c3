import { describe, expect, it } from 'vitest';
import {
  bootstrap,
  bootstrapDifference,
  bootstrapMean,
  bootstrapRatio,
  bootstrapRatioDifference,
  bootstrapStrataMean,
} from '../../../../src/core/evaluation/bootstrap.js';
import { mulberry32 } from '../../../../src/core/evaluation/random.js';

/** 0 or 1, the latter with probability `p`. */
const coins = (count: number, p: number, seed: number) => {
  const random = mulberry32(seed);
  return Array.from({ length: count }, () => (random() < p ? 1 : 0));
};
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('bootstrap', () => {
  it('gives the interval of a mean that theory gives', () => {
    const values = coins(1000, 0.3, 5);
    const { value, low, high } = bootstrapMean(values);
    expect(value).toBe(mean(values));
    const margin = 1.96 * Math.sqrt((value * (1 - value)) / 1000);
    expect(low).toBeCloseTo(value - margin, 2);
    expect(high).toBeCloseTo(value + margin, 2);
  });

  it('holds the true value in about 95 of 100 samples', () => {
    const inside = Array.from({ length: 300 }, (_, i) => {
      const { low, high } = bootstrapMean(coins(100, 0.4, 1000 + i), { seed: i, replicates: 400 });
      return low <= 0.4 && 0.4 <= high;
    }).filter(Boolean).length;
    expect(inside / 300).toBeGreaterThan(0.91);
    expect(inside / 300).toBeLessThan(0.99);
  });

  it('is the same for the same seed alone, and wider for a higher level', () => {
    const values = coins(50, 0.5, 1);
    expect(bootstrapMean(values, { seed: 3 })).toEqual(bootstrapMean(values, { seed: 3 }));
    const bounds = [3, 4].map((seed) => bootstrap([values.map((v) => [v])], ([s]) => s?.[0] as number, { seed }));
    expect(bounds[0]).toEqual({ ...bounds[1], low: expect.any(Number), high: expect.any(Number) });
    const wide = bootstrapMean(values, { level: 0.99 });
    const narrow = bootstrapMean(values, { level: 0.5 });
    expect(wide.high - wide.low).toBeGreaterThan(2 * (narrow.high - narrow.low));
  });

  it('compares pairs: what they have in common does not widen the interval', () => {
    const random = mulberry32(9);
    const b = Array.from({ length: 200 }, () => 100 * random());
    const a = b.map((value) => value + 1 + (random() - 0.5));
    const { value, low, high } = bootstrapDifference(a, b);
    expect(value).toBeCloseTo(mean(a) - mean(b), 10);
    expect(low).toBeGreaterThan(0.9);
    expect(high).toBeLessThan(1.1);
  });

  it('draws whole units, of which each brings its parts and what they are of', () => {
    const together = [0, 10, 0, 10].map((part) => ({ part, of: 10 }));
    const spread = [5, 4, 6, 5].map((part) => ({ part, of: 10 }));
    const width = ({ low, high }: { low: number; high: number }) => high - low;
    expect(
      bootstrapRatio([
        { part: 1, of: 1 },
        { part: 0, of: 3 },
      ]).value,
    ).toBe(0.25);
    expect(width(bootstrapRatio(together))).toBeGreaterThan(5 * width(bootstrapRatio(spread)));
    expect(bootstrapRatioDifference(together, together)).toEqual({ value: 0, low: 0, high: 0 });
    expect(bootstrapRatioDifference(together, spread).value).toBe(0);
    expect(bootstrapRatioDifference(spread, [{ part: 0, of: 1 }, ...spread.slice(1)]).value).toBeCloseTo(0.5 - 15 / 31);
  });

  it('weighs strata alike, and draws from each as many as it has', () => {
    const strata = [coins(10, 0.2, 1), coins(1000, 0.8, 2)];
    expect(bootstrapStrataMean(strata).value).toBeCloseTo(mean(strata.map(mean)), 12);
    expect(
      bootstrapStrataMean([
        [1, 1, 1],
        [0, 0],
      ]),
    ).toEqual({ value: 0.5, low: 0.5, high: 0.5 });
  });

  it('has no value without units', () => {
    expect(bootstrapMean([])).toEqual({ value: Number.NaN, low: Number.NaN, high: Number.NaN });
    expect(bootstrapStrataMean([[1], []]).low).toBeNaN();
  });
});
