import { expect, it } from 'vitest';
import { project } from '../../../../src/core/comparison/projection.js';
import { mulberry32 } from '../../../../src/core/evaluation/random.js';
import { runAtOnce } from '../../../../src/core/steps.js';
import { symmetricEigen } from '../../../../src/core/vectors/eigen.js';
import { Moments } from '../../../../src/core/vectors/moments.js';

it('of points in a plane keeps their distances', () => {
  const flat = [
    [1, 2],
    [4, -1],
    [-3, 0],
    [0, 7],
  ];
  const { points, shares } = project(flat.map(([x = 0, y = 0]) => [x, y, 5, x + y]));
  expect(shares[0] + shares[1]).toBeCloseTo(1, 10);
  const distance = (a: readonly number[], b: readonly number[]) =>
    Math.hypot(...a.map((value, d) => value - (b[d] as number)));
  flat.forEach((a, i) => {
    flat.forEach((b, j) => {
      const full = [...a, (a[0] as number) + (a[1] as number)];
      const other = [...b, (b[0] as number) + (b[1] as number)];
      expect(distance(points[i] ?? [], points[j] ?? [])).toBeCloseTo(distance(full, other), 6);
    });
  });
});

it('has the shares that the eigenvalues of the covariance have', () => {
  const random = mulberry32(5);
  const rows = Array.from({ length: 60 }, () => Array.from({ length: 10 }, (_, d) => random() * (10 - d)));
  const moments = new Moments(10);
  for (const row of rows) moments.add(row);
  const { values } = runAtOnce(symmetricEigen(moments.covariance()));
  const total = values.reduce((sum, value) => sum + value, 0);
  const { shares } = project(rows);
  expect(shares[0]).toBeCloseTo((values[0] as number) / total, 6);
  expect(shares[1]).toBeCloseTo((values[1] as number) / total, 4);
});

it.each([
  [
    'all the same',
    [
      [1, 2],
      [1, 2],
      [1, 2],
    ],
  ],
  ['of one dimension', [[1], [4]]],
])('points that are %s have finite places', (_, rows) => {
  const { points, shares } = project(rows);
  expect(points.flat().every(Number.isFinite)).toBe(true);
  expect(shares.every(Number.isFinite)).toBe(true);
});
