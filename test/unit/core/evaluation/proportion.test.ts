import { describe, expect, it } from 'vitest';
import { Proportion } from '../../../../src/core/evaluation/proportion.js';

function proportion(...clusters: [hits: number, trials: number][]): Proportion {
  const it = new Proportion();
  for (const [hits, trials] of clusters) it.addCluster(hits, trials);
  return it;
}

describe('Proportion', () => {
  it('is the share of all trials, not the mean of the clusters', () => {
    const it = proportion([1, 1], [0, 3]);
    expect(it.trials).toBe(4);
    expect(it.value).toBe(0.25);
  });

  it('has the margin of a ratio over clusters', () => {
    // r = 6 / 12; residuals 2 - 2, 3 - 2, 1 - 2; sqrt(3 / 2 * 2) / 12 standard errors of 1.96.
    expect(proportion([2, 4], [3, 4], [1, 4]).margin).toBeCloseTo((1.959964 * Math.sqrt(3)) / 12, 12);
    // r = 1 / 4; residuals 1 - 1/4, 0 - 3/4; sqrt(2 * 18/16) / 4.
    expect(proportion([1, 1], [0, 3]).margin).toBeCloseTo((1.959964 * 1.5) / 4, 12);
  });

  it('has the binomial margin for clusters of one trial', () => {
    const it = proportion(...Array.from({ length: 1000 }, (_, i): [number, number] => [i < 300 ? 1 : 0, 1]));
    expect(it.margin).toBeCloseTo(1.959964 * Math.sqrt((0.3 * 0.7) / 999), 12);
  });

  it('has a wider one when the trials of a cluster go together', () => {
    const together = proportion([10, 10], [0, 10], [10, 10], [0, 10]).margin;
    const mixed = proportion([5, 10], [4, 10], [6, 10], [5, 10]).margin;
    expect(together).toBeGreaterThan(5 * mixed);
  });

  it('cannot tell one for a single cluster, nor anything without trials', () => {
    expect(proportion([1, 2]).value).toBe(0.5);
    expect(proportion([1, 2]).margin).toBeNaN();
    expect(proportion().value).toBeNaN();
    expect(proportion().margin).toBeNaN();
  });

  it('is 0 wide when all clusters are alike, rounding aside', () => {
    expect(proportion([1, 3], [1, 3], [1, 3]).margin).toBeCloseTo(0, 6);
  });
});
