import { describe, expect, it } from 'vitest';
import {
  bootstrapAgreements,
  bootstrapSpearman,
  pearson,
  spearman,
} from '../../../../src/core/evaluation/correlation.js';
import { mulberry32 } from '../../../../src/core/evaluation/random.js';
import { runAtOnce } from '../../../../src/core/steps.js';

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
    // One replicate, drawn by the same generator and written out.
    const draw = mulberry32(9);
    const drawn = Array.from({ length: 200 }, () => Math.floor(draw() * 200));
    const pick = (values: readonly number[]) => drawn.map((i) => Number(values[i]));
    expect(bootstrapSpearman(a, b, { replicates: 1, seed: 9 }).low).toBeCloseTo(spearman(pick(a), pick(b)), 12);
  });

  it('of several lists: the same pairs are drawn for all, written out with numpy.percentile', () => {
    const random = mulberry32(6);
    const common = Array.from({ length: 30 }, () => Math.floor(random() * 5));
    const lists = [0.5, 2, 4].map((noise) => common.map((value) => value + noise * random()));
    const agreements = runAtOnce(bootstrapAgreements(lists, common, { replicates: 200, seed: 9 }));

    const draw = mulberry32(9);
    const drawn = Array.from({ length: 200 }, () => {
      const places = Array.from({ length: 30 }, () => Math.floor(draw() * 30));
      const pick = (values: readonly number[]) => places.map((i) => Number(values[i]));
      return lists.map((list) => slowSpearman(pick(list), pick(common)));
    });
    for (const [a, { spearman: own, pearson: linear, differences }] of agreements.entries()) {
      expect(own.value).toBeCloseTo(slowSpearman(lists[a] as number[], common), 12);
      expect(linear.value).toBeCloseTo(pearson(lists[a] as number[], common), 12);
      expect(linear.low).toBeLessThan(linear.value);
      expect(own).toMatchObject(ends(drawn.map((values) => Number(values[a]))));
      for (const [b, difference] of differences.entries()) {
        expect(difference).toMatchObject(ends(drawn.map((values) => Number(values[a]) - Number(values[b]))));
      }
    }
  });
});

/** numpy.percentile(values, [2.5, 97.5]) of 200 values: 2.5 % of 199 is place 4.975, from either end. */
function ends(values: readonly number[]) {
  const up = values.toSorted((x, y) => x - y);
  const down = up.toReversed();
  const between = (sorted: readonly number[]) => 0.025 * Number(sorted[4]) + 0.975 * Number(sorted[5]);
  return { low: expect.closeTo(between(up), 10), high: expect.closeTo(between(down), 10) };
}
