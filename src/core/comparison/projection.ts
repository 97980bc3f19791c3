import { meanOf } from './isotropy.js';

/** Points on the plane along which they differ most. */
export interface Projection {
  /** N points: x along the first principal component, y along the second. */
  readonly points: readonly (readonly [x: number, y: number])[];
  /** Shares of the variance that the two directions have. */
  readonly shares: readonly [number, number];
}

const STEPS = 200;

/**
 * The first two principal components of N vectors [D], by subspace iteration on the centred vectors: no D x D matrix is
 * needed. The sign of a component is such that its largest coordinate is positive, so the picture does not flip from
 * run to run.
 */
export function project(rows: readonly ArrayLike<number>[]): Projection {
  const mean = meanOf(rows);
  const centred = rows.map((row) => mean.map((value, i) => (row[i] as number) - value));
  const total = centred.reduce((sum, row) => sum + dot(row, row), 0);
  const [first, second] = components(centred, mean.length);
  const points = centred.map((row): [number, number] => [dot(row, first), dot(row, second)]);
  const share = (axis: 0 | 1) => (total > 0 ? points.reduce((sum, point) => sum + point[axis] ** 2, 0) / total : 0);
  return { points, shares: [share(0), share(1)] };
}

function components(rows: readonly Float64Array[], dimensions: number): [Float64Array, Float64Array] {
  let first = unit(Float64Array.from({ length: dimensions }, (_, i) => 1 + ((i * 7) % 11)));
  let second = without(
    Float64Array.from({ length: dimensions }, (_, i) => 1 + ((i * 5) % 13)),
    first,
  );
  for (let step = 0; step < STEPS; step++) {
    const nextFirst = unit(multiply(rows, first));
    const nextSecond = without(multiply(rows, second), nextFirst);
    const settled = still(first, nextFirst) && still(second, nextSecond);
    first = nextFirst;
    second = nextSecond;
    if (settled) break;
  }
  return [upright(first), upright(second)];
}

/** X^T X v */
function multiply(rows: readonly Float64Array[], vector: Float64Array): Float64Array {
  const result = new Float64Array(vector.length);
  for (const row of rows) {
    const weight = dot(row, vector);
    for (let i = 0; i < result.length; i++) result[i] = (result[i] as number) + weight * (row[i] as number);
  }
  return result;
}

function without(vector: Float64Array, direction: Float64Array): Float64Array {
  const along = dot(vector, direction);
  return unit(vector.map((value, i) => value - along * (direction[i] as number)));
}

function still(before: Float64Array, after: Float64Array): boolean {
  return Math.abs(dot(before, after)) > 1 - 1e-12;
}

function upright(vector: Float64Array): Float64Array {
  const largest = vector.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
  return largest < 0 ? vector.map((value) => -value) : vector;
}

function unit(vector: Float64Array): Float64Array {
  const length = Math.sqrt(dot(vector, vector));
  return length > 0 ? vector.map((value) => value / length) : vector;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
