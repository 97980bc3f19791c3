import { describe, expect, it } from 'vitest';
import { isoScore, isotropyOf, meanCosine, topShare } from '../../../../src/core/comparison/isotropy.js';
import { mulberry32 } from '../../../../src/core/evaluation/random.js';
import { Moments } from '../../../../src/core/vectors/moments.js';
import { cosine } from '../../../../src/core/vectors/similarity.js';

const diagonal = (...values: number[]) =>
  Float64Array.from({ length: values.length ** 2 }, (_, at) =>
    at % (values.length + 1) === 0 ? (values[at / (values.length + 1)] as number) : 0,
  );

/** Algorithm 1 of the paper, step by step, of variances along principal components. */
function stepByStep(variances: readonly number[]): number {
  const n = variances.length;
  const length = Math.hypot(...variances);
  const scaled = variances.map((value) => (Math.sqrt(n) * value) / length);
  const defect = Math.hypot(...scaled.map((value) => value - 1)) / Math.sqrt(2 * (n - Math.sqrt(n)));
  const share = (n - defect ** 2 * (n - Math.sqrt(n))) ** 2 / n ** 2;
  return (n * share - 1) / (n - 1);
}

function drawn(count: number, dimensions: number, seed: number): Float64Array[] {
  const random = mulberry32(seed);
  return Array.from({ length: count }, () =>
    Float64Array.from({ length: dimensions }, (_, d) => (random() - 0.3) / (1 + d)),
  );
}

describe('IsoScore', () => {
  it.each([
    ['all directions alike', [5, 5, 5, 5], 1],
    ['one direction', [3, 0, 0, 0], 0],
    ['two of four directions', [2, 2, 0, 0], 1 / 3],
    ['3, 2, 1: 36 / 14 directions', [3, 2, 1], (36 / 14 - 1) / 2],
    ['2, 1: 9 / 5 directions', [2, 1], 0.8],
  ])('of %s', (_, variances, expected) => {
    expect(isoScore(diagonal(...variances), variances.length)).toBeCloseTo(expected, 12);
    expect(stepByStep(variances)).toBeCloseTo(expected, 12);
  });

  it('does not change when the points are turned, scaled or moved', () => {
    const points = drawn(200, 2, 7);
    const turned = points.map(([x = 0, y = 0]) =>
      Float64Array.of(3 * (0.6 * x - 0.8 * y) + 5, 3 * (0.8 * x + 0.6 * y)),
    );
    expect(isotropyOf(turned).isoScore).toBeCloseTo(isotropyOf(points).isoScore, 10);
  });

  it('is what the steps of the paper give for any variances', () => {
    const random = mulberry32(3);
    for (let trial = 0; trial < 20; trial++) {
      const variances = Array.from({ length: 2 + trial }, () => random() ** 3);
      expect(isoScore(diagonal(...variances), variances.length)).toBeCloseTo(stepByStep(variances), 10);
    }
  });

  it('has no value for points that do not differ', () => {
    expect(isoScore(diagonal(0, 0), 2)).toBeNaN();
  });
});

describe('mean cosine', () => {
  it.each([
    [
      'the same direction',
      [
        [1, 0],
        [3, 0],
      ],
      1,
    ],
    [
      'right angles',
      [
        [2, 0],
        [0, 1],
      ],
      0,
    ],
    [
      'opposite ones',
      [
        [1, 1],
        [-2, -2],
      ],
      -1,
    ],
    [
      'two alike and one across: 1 of 3 pairs',
      [
        [1, 0],
        [1, 0],
        [0, 1],
      ],
      1 / 3,
    ],
    [
      'one vector of zeros: its pairs count as 0',
      [
        [1, 0],
        [1, 0],
        [0, 0],
      ],
      1 / 3,
    ],
  ])('of %s', (_, rows, expected) => {
    expect(meanCosine(rows)).toBeCloseTo(expected, 12);
  });

  it('is that of all pairs', () => {
    const rows = drawn(30, 8, 1);
    const values = rows.flatMap((a, i) => rows.slice(i + 1).map((b) => cosine(a, b)));
    expect(meanCosine(rows)).toBeCloseTo(values.reduce((sum, value) => sum + value) / values.length, 12);
  });
});

describe('share of the top component', () => {
  it('is the largest eigenvalue by the trace', () => {
    expect(topShare(diagonal(1, 6, 3), 3)).toBeCloseTo(0.6, 9);
    expect(topShare(Float64Array.of(2, 1, 1, 2), 2)).toBeCloseTo(3 / 4, 9);
  });

  it('of points on a line is 1', () => {
    const moments = new Moments(3);
    for (const step of [-2, 0, 1, 5]) moments.add([step, 2 * step, -step]);
    expect(topShare(moments.covariance(), 3)).toBeCloseTo(1, 12);
  });
});
