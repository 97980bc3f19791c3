import { describe, expect, it } from 'vitest';
import { mulberry32 } from '../../../../src/core/evaluation/random.js';
import { runAtOnce } from '../../../../src/core/steps.js';
import { symmetricEigen } from '../../../../src/core/vectors/eigen.js';
import { Moments } from '../../../../src/core/vectors/moments.js';
import { cosine, cosines } from '../../../../src/core/vectors/similarity.js';
import { fitTreatment, treatmentBy } from '../../../../src/core/vectors/treatment.js';
import { readGoldenJson } from '../../../support/checkpoints.js';

interface Tensor {
  readonly shape: readonly [number, number];
  readonly data: readonly number[];
}
interface Golden {
  readonly vecs: Tensor;
  readonly singular_values_of_cov: { readonly data: readonly number[] };
  readonly cases: readonly {
    readonly name: string;
    readonly n_components: number | null;
    readonly kernel: Tensor;
    readonly transform_and_normalize_first20: Tensor;
    readonly similarity_first20: Tensor;
  }[];
}

const golden = await readGoldenJson<Golden>('whitening.json');
const rowsOf = ({ shape: [count, width], data }: Tensor) =>
  Array.from({ length: count }, (_, i) => data.slice(i * width, (i + 1) * width));
const largest = (values: readonly number[]) => Math.max(...values.map(Math.abs));

function randomSymmetric(size: number, seed: number): Float64Array {
  const random = mulberry32(seed);
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) matrix[i * size + j] = matrix[j * size + i] = 2 * random() - 1;
  }
  return matrix;
}

describe('eigenvectors', () => {
  it.each([1, 2, 3, 10, 61])('of %i x %i matrices satisfy A v = lambda v and are orthonormal', (size) => {
    const matrix = randomSymmetric(size, size);
    const { values, vectors } = runAtOnce(symmetricEigen(matrix));
    const row = (i: number) => vectors.subarray(i * size, (i + 1) * size);
    const dot = (a: ArrayLike<number>, b: ArrayLike<number>) =>
      Array.from(a).reduce((sum, x, i) => sum + x * Number(b[i]), 0);
    for (let i = 0; i < size; i++) {
      for (let r = 0; r < size; r++) {
        const product = dot(matrix.subarray(r * size, (r + 1) * size), row(i));
        expect(product).toBeCloseTo(Number(values[i]) * Number(row(i)[r]), 10);
      }
      for (let j = 0; j < size; j++) expect(dot(row(i), row(j))).toBeCloseTo(i === j ? 1 : 0, 10);
    }
    expect([...values]).toEqual([...values].sort((a, b) => b - a));
  });

  it('of diagonal, zero and rank-one matrices', () => {
    expect([...runAtOnce(symmetricEigen(Float64Array.of(1, 0, 0, 3))).values]).toEqual([3, 1]);
    expect([...runAtOnce(symmetricEigen(new Float64Array(9))).values]).toEqual([0, 0, 0]);
    const { values } = runAtOnce(symmetricEigen(Float64Array.of(1, 2, 2, 4)));
    expect(values[0]).toBeCloseTo(5, 12);
    expect(values[1]).toBeCloseTo(0, 12);
    expect(runAtOnce(symmetricEigen(new Float64Array(0))).values).toHaveLength(0);
  });

  it('end on what is no number', () => {
    const { values } = runAtOnce(symmetricEigen(Float64Array.of(Number.NaN, 1, 2, 1, 1, 0, 2, 0, 5)));
    expect([...values].some(Number.isNaN)).toBe(true);
  });

  it('pause at least once a row', () => {
    const steps = symmetricEigen(randomSymmetric(40, 5));
    let pauses = 0;
    while (!steps.next().done) pauses += 1;
    expect(pauses).toBeGreaterThan(80);
  });
});

describe('moments', () => {
  it('stay exact far away from 0', () => {
    const moments = new Moments(2);
    for (const x of [1, 2, 3, 4]) moments.add([1e9 + x, -2 * x]);
    expect([...moments.mean]).toEqual([1e9 + 2.5, -5]);
    const expected = [5 / 3, -10 / 3, -10 / 3, 20 / 3];
    for (const [i, value] of moments.covariance().entries()) expect(value).toBeCloseTo(Number(expected[i]), 9);
  });
});

describe('whitening', () => {
  const vectors = rowsOf(golden.vecs).map((row) => Float32Array.from(row));
  const exact = rowsOf(golden.vecs);
  const fit = runAtOnce(fitTreatment({ kind: 'whiten' }, exact));

  it('has the eigenvalues of the reference', () => {
    const expected = golden.singular_values_of_cov.data;
    expect(largest(expected.map((value, i) => value - Number(fit.spectrum?.values[i])))).toBeLessThan(1e-9);
  });

  it.each(golden.cases)('$name', ({ n_components: k, ...expected }) => {
    const whiten = treatmentBy({ kind: 'whiten', ...(k && { k }) }, fit);
    const whitened = vectors.slice(0, 20).map(whiten);
    const found = cosines(whitened).flatMap((row) => [...row]);
    expect(found).toHaveLength(expected.similarity_first20.data.length);
    expect(largest(found.map((value, i) => value - Number(expected.similarity_first20.data[i])))).toBeLessThan(1e-6);
    const unit = whitened.map((vector) => vector.map((value) => value / Math.hypot(...vector)));
    rowsOf(expected.transform_and_normalize_first20).forEach((row, i) => {
      // Columns are defined up to their sign.
      expect(largest(row.map((value, j) => Math.abs(value) - Math.abs(Number(unit[i]?.[j]))))).toBeLessThan(1e-6);
    });
  });

  it('gives unit covariance', () => {
    const moments = new Moments(16);
    for (const vector of vectors) moments.add(treatmentBy({ kind: 'whiten' }, fit)(vector));
    moments.covariance().forEach((value, i) => {
      expect(value).toBeCloseTo(i % 17 === 0 ? 1 : 0, 5);
    });
  });

  it('does not blow up directions without variance', () => {
    const flat = vectors.map((vector) => Float32Array.of(...vector, 3));
    const whiten = treatmentBy({ kind: 'whiten' }, runAtOnce(fitTreatment({ kind: 'whiten' }, flat)));
    expect(largest([...whiten(flat[0] as Float32Array)])).toBeLessThan(10);
  });

  it('wants more sentences than dimensions, and no more dimensions than there are', () => {
    const few = runAtOnce(fitTreatment({ kind: 'whiten' }, vectors.slice(0, 8)));
    expect(() => treatmentBy({ kind: 'whiten', k: 8 }, few)).toThrow(
      '8 dimensions need more than 8 background sentences',
    );
    expect(treatmentBy({ kind: 'whiten', k: 7 }, few)(vectors[9] as Float32Array)).toHaveLength(7);
    expect(() => treatmentBy({ kind: 'whiten', k: 17 }, fit)).toThrow('The vectors have 16 dimensions, not 17.');
    expect(() => runAtOnce(fitTreatment({ kind: 'whiten' }, []))).toThrow('no background text');
  });

  it('rotates without changing cosines, and centres on the mean', () => {
    const [a, b] = vectors as [Float32Array, Float32Array];
    const rotate = treatmentBy({ kind: 'rotate' }, fit);
    expect(cosine(rotate(a), rotate(b))).toBeCloseTo(cosine(a, b), 6);
    expect(treatmentBy({ kind: 'rotate', k: 3 }, fit)(a)).toHaveLength(3);
    const pair = [Float32Array.of(1, 5), Float32Array.of(3, 1)];
    const centre = treatmentBy({ kind: 'centre' }, runAtOnce(fitTreatment({ kind: 'centre' }, pair)));
    expect(pair.map((vector) => [...centre(vector)])).toEqual([
      [-1, 2],
      [1, -2],
    ]);
  });
});
