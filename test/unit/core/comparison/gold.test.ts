import { expect, it } from 'vitest';
import type { MethodReport, TextPair } from '../../../../src/core/comparison/comparison.js';
import { difference, isClear } from '../../../../src/core/comparison/findings.js';
import { withGold } from '../../../../src/core/comparison/gold.js';
import { spearman } from '../../../../src/core/evaluation/correlation.js';
import { mulberry32 } from '../../../../src/core/evaluation/random.js';
import { runAtOnce } from '../../../../src/core/steps.js';

/** Of four texts; condensed: 0-1, 0-2, 0-3, 1-2, 1-3, 2-3. */
function method(id: string, ...cosines: number[]): MethodReport {
  const background = { meanCosine: 0, spread: 0, quantiles: [], topShare: 0, isoScore: 0, spectrum: [] };
  const values = Float32Array.from(cosines);
  return {
    id,
    dimensions: 2,
    cosines: values,
    percentiles: values,
    background,
    projection: { points: [], shares: [0, 0] },
  };
}

const PAIRS: TextPair[] = [
  { i: 0, j: 1, gold: 3 },
  { i: 3, j: 2, gold: 1 },
  { i: 1, j: 2, gold: 2 },
  { i: 2, j: 2, gold: 5 },
  { i: 0, j: 3 },
];
const given = [method('a', 0.5, 0, 0, 0.75, 0, 0.25), method('b', 0.25, 0, 0, 0.75, 0, 0.5)];

it('agrees with the gold scores of the pairs that have one; a text with itself has cosine 1', () => {
  const [a] = runAtOnce(withGold(given, 4, PAIRS));
  expect(a?.gold?.pairs).toBe(4);
  expect(a?.gold?.spearman.value).toBeCloseTo(spearman([0.5, 0.25, 0.75, 1], [3, 1, 2, 5]), 12);
});

it('holds methods against each other', () => {
  const [a, b] = runAtOnce(withGold(given, 4, PAIRS)) as [MethodReport, MethodReport];
  // Ranks of the gold scores 3 1 2 4; of a 2 1 3 4: 1 - 6 * 2 / 60 = 0.8; of b 1 2 3 4: 1 - 6 * 6 / 60 = 0.4.
  expect(difference(a, b)?.value).toBeCloseTo(0.4, 12);
  expect(difference(b, a)?.value).toBeCloseTo(-0.4, 12);
  expect(difference(a, a)?.value).toBe(0);
});

it('has no agreement with fewer than three gold scores, and none for a method by which nothing differs', () => {
  for (const report of runAtOnce(withGold(given, 4, PAIRS.slice(0, 2)))) expect(report).not.toHaveProperty('gold');
  const constant = [method('flat', 1, 1, 1, 1, 1, 1), ...given];
  const [flat, a] = runAtOnce(withGold(constant, 4, PAIRS));
  expect(flat).not.toHaveProperty('gold');
  expect(Object.keys(a?.gold?.differences ?? {})).toEqual(['a', 'b']);
});

it('a difference is clear when its interval leaves 0 out', () => {
  expect(isClear({ value: 0.1, low: 0.01, high: 0.2 })).toBe(true);
  expect(isClear({ value: -0.1, low: -0.2, high: -0.01 })).toBe(true);
  expect(isClear({ value: 0.1, low: -0.01, high: 0.2 })).toBe(false);
  expect(isClear({ value: 0.1, low: Number.NaN, high: Number.NaN })).toBe(false);
  expect(isClear(undefined)).toBe(false);
});

it('sees a small lead on the same pairs where the intervals of the methods overlap', () => {
  const random = mulberry32(21);
  const size = 40;
  const count = (size * (size - 1)) / 2;
  const gold = Array.from({ length: count }, () => random());
  const noise = gold.map(() => 2 * random());
  const near = method('near', ...gold.map((value, p) => value + (noise[p] as number)));
  const far = method('far', ...gold.map((value, p) => value + 1.3 * (noise[p] as number)));
  let p = 0;
  const pairs = Array.from({ length: size }, (_, i) =>
    Array.from({ length: size - i - 1 }, (_, k): TextPair => ({ i, j: i + k + 1, gold: gold[p++] as number })),
  ).flat();
  const [a, b] = runAtOnce(withGold([near, far], size, pairs)) as [MethodReport, MethodReport];
  expect(a.gold?.spearman.low).toBeLessThan(b.gold?.spearman.high ?? 0);
  expect(isClear(difference(a, b))).toBe(true);
});
