import { describe, expect, it } from 'vitest';
import { bootstrapPearson, bootstrapSpearman, pearson, spearman } from '../../../../src/core/evaluation/correlation.js';
import { mulberry32 } from '../../../../src/core/evaluation/random.js';

/** By definition: each rank is counted, without sorting; then the covariance of ranks by their deviations. */
function slowSpearman(a: readonly number[], b: readonly number[]): number {
  const ranks = (values: readonly number[]) =>
    values.map((x) => values.filter((y) => y < x).length + (values.filter((y) => y === x).length + 1) / 2);
  const [x, y] = [ranks(a), ranks(b)];
  const mean = (a.length + 1) / 2;
  const sum = (f: (i: number) => number) => a.reduce((total, _, i) => total + f(i), 0);
  const product = sum((i) => (Number(x[i]) - mean) * (Number(y[i]) - mean));
  return product / Math.sqrt(sum((i) => (Number(x[i]) - mean) ** 2) * sum((i) => (Number(y[i]) - mean) ** 2));
}

describe('rank correlation', () => {
  it('is that of known cases', () => {
    expect(spearman([1, 2, 3], [10, 20, 90])).toBe(1);
    expect(spearman([1, 2, 3], [3, 2, 1])).toBe(-1);
    // scipy.stats.spearmanr([1, 2, 2, 4, 5], [3, 1, 4, 4, 5])
    expect(spearman([1, 2, 2, 4, 5], [3, 1, 4, 4, 5])).toBeCloseTo(0.7631578947368421, 12);
    expect(pearson([1, 2, 3, 4], [1, 3, 2, 4])).toBeCloseTo(0.8, 12);
  });

  it('has no value for constants and for what is no number', () => {
    expect(spearman([1, 1, 1], [1, 2, 3])).toBeNaN();
    expect(spearman([1, Number.NaN, 3], [1, 2, 3])).toBeNaN();
    expect(spearman([], [])).toBeNaN();
  });

  it('equals an independent computation with many ties to 1e-9', () => {
    const random = mulberry32(3);
    const a = Array.from({ length: 700 }, () => Math.floor(random() * 25) / 5);
    const b = a.map((value) => Math.round(20 * (value + 3 * random())) / 20);
    expect(Math.abs(spearman(a, b) - slowSpearman(a, b))).toBeLessThan(1e-9);
  });

  it('has an interval: pairs drawn again give what the pairs written out would give', () => {
    const random = mulberry32(5);
    const a = Array.from({ length: 200 }, () => random());
    const b = a.map((value) => value + 0.5 * random());
    const { value, low, high } = bootstrapSpearman(a, b, { replicates: 400 });
    expect(value).toBe(spearman(a, b));
    expect(low).toBeLessThan(value);
    expect(high).toBeGreaterThan(value);
    expect(high - low).toBeLessThan(0.15);
    expect(bootstrapPearson(a, b, { replicates: 400 }).value).toBe(pearson(a, b));
    // One replicate, drawn by the same generator and written out.
    const draw = mulberry32(9);
    const drawn = Array.from({ length: 200 }, () => Math.floor(draw() * 200));
    const pick = (values: readonly number[]) => drawn.map((i) => Number(values[i]));
    expect(bootstrapSpearman(a, b, { replicates: 1, seed: 9 }).low).toBeCloseTo(spearman(pick(a), pick(b)), 12);
  });
});
