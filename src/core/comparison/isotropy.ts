import { Moments } from '../vectors/moments.js';

/** How evenly the vectors of unrelated sentences fill their space. */
export interface Isotropy {
  /** Mean cosine of all pairs (Ethayarajh, 2019): 0 when directions are spread evenly. */
  readonly meanCosine: number;
  /** Share of the variance along the direction that has most of it (Mu and Viswanath, 2018). */
  readonly topShare: number;
  /** IsoScore (Rudman et al., 2022): 0 on a line, 1 when every direction has the same variance. */
  readonly isoScore: number;
}

/**
 * The mean over all pairs of the cosine, by the sum of the unit vectors: |sum|^2 counts each pair twice and each vector
 * once. A vector of zeros has cosine 0 with every other.
 * @param rows N vectors [D]; NaN for fewer than two
 */
export function meanCosine(rows: readonly ArrayLike<number>[]): number {
  const sum = new Float64Array(rows[0]?.length ?? 0);
  let units = 0;
  for (const row of rows) {
    const length = norm(row);
    if (length === 0) continue;
    units += 1;
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + (row[i] as number) / length;
  }
  const square = sum.reduce((total, value) => total + value * value, 0);
  return (square - units) / (rows.length * (rows.length - 1));
}

/**
 * IsoScore (Rudman et al., IsoScore: Measuring the Uniformity of Embedding Space Utilization, Findings of ACL 2022,
 * algorithm 1) of a covariance matrix. The paper turns the points to their principal components, scales the vector of
 * variances to length sqrt(D) and measures how far it is from (1, ..., 1); put together, that is
 * (trace^2 / |C|^2 - 1) / (D - 1) with the Frobenius norm, which needs no components.
 * @param covariance [D, D]; NaN for points that do not differ, and for D = 1
 */
export function isoScore(covariance: Float64Array, dimensions: number): number {
  let trace = 0;
  let square = 0;
  for (let i = 0; i < dimensions; i++) trace += covariance[i * dimensions + i] as number;
  for (const value of covariance) square += value * value;
  return ((trace * trace) / square - 1) / (dimensions - 1);
}

/** IsoScore of variances along principal components, [D]. */
export function isoScoreOf(variances: ArrayLike<number>): number {
  const diagonal = new Float64Array(variances.length ** 2);
  for (let i = 0; i < variances.length; i++) diagonal[i * (variances.length + 1)] = variances[i] as number;
  return isoScore(diagonal, variances.length);
}

/**
 * Share of the trace that the largest eigenvalue has, by power iteration.
 * @param covariance [D, D]; NaN for points that do not differ
 */
export function topShare(covariance: Float64Array, dimensions: number): number {
  let trace = 0;
  for (let i = 0; i < dimensions; i++) trace += covariance[i * dimensions + i] as number;
  let vector = Float64Array.from({ length: dimensions }, (_, i) => 1 + ((i * 7) % 11) / 11);
  let eigenvalue = 0;
  for (let step = 0; step < 300; step++) {
    const next = times(covariance, vector);
    const length = norm(next);
    if (length === 0) break;
    vector = next.map((value) => value / length);
    const done = Math.abs(length - eigenvalue) <= 1e-10 * length;
    eigenvalue = length;
    if (done) break;
  }
  return eigenvalue / trace;
}

/** All three, of vectors as they are. */
export function isotropyOf(rows: readonly ArrayLike<number>[]): Isotropy {
  const dimensions = rows[0]?.length ?? 0;
  const moments = new Moments(dimensions);
  for (const row of rows) moments.add(row);
  const covariance = moments.covariance();
  return {
    meanCosine: meanCosine(rows),
    topShare: topShare(covariance, dimensions),
    isoScore: isoScore(covariance, dimensions),
  };
}

export function meanOf(rows: readonly ArrayLike<number>[]): Float64Array {
  const mean = new Float64Array(rows[0]?.length ?? 0);
  for (const row of rows) for (let i = 0; i < mean.length; i++) mean[i] = (mean[i] as number) + (row[i] as number);
  return mean.map((value) => value / rows.length);
}

function times(matrix: Float64Array, vector: Float64Array): Float64Array {
  const size = vector.length;
  return Float64Array.from({ length: size }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < size; j++) sum += (matrix[i * size + j] as number) * (vector[j] as number);
    return sum;
  });
}

function norm(vector: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < vector.length; i++) sum += (vector[i] as number) ** 2;
  return Math.sqrt(sum);
}
