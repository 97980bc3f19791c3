import type { Steps } from '../steps.js';
import { Moments } from '../vectors/moments.js';
import { type BackgroundPairs, Percentiles } from '../vectors/percentile.js';
import type { BackgroundReport, MethodReport } from './comparison.js';
import { pairCount } from './condensed.js';
import { isoScore, topShare } from './isotropy.js';
import { project } from './projection.js';

/** What a method makes of the texts, and what is known of the background by the same method. */
export interface MethodVectors {
  readonly id: string;
  /** One vector a text. */
  readonly vectors: readonly Float32Array[];
  /** Tokens of each text, special ones left out. */
  readonly tokens: readonly number[];
  readonly pairs: BackgroundPairs;
  readonly background: BackgroundReport;
}

/** One method on the texts: all cosines and their percentiles, and the plane. */
export function* reportMethod(method: MethodVectors): Steps<MethodReport> {
  const { id, vectors, tokens, background } = method;
  const cosines = yield* allCosines(vectors);
  const percentiles = new Float32Array(cosines.length);
  const scale = new Percentiles(method.pairs);
  for (let i = 0, at = 0; i < vectors.length; i++) {
    for (let j = i + 1; j < vectors.length; j++, at++) {
      percentiles[at] = scale.of(cosines[at] as number, [tokens[i] as number, tokens[j] as number]).percentile;
    }
    yield;
  }
  const projection = project(vectors);
  yield;
  return { id, dimensions: vectors[0]?.length ?? 0, cosines, percentiles, background, projection };
}

/** Cosines of all pairs (condensed.ts); 0 with a vector of zeros. */
export function* allCosines(vectors: readonly ArrayLike<number>[]): Steps<Float32Array> {
  const units = vectors.map(unit);
  const cosines = new Float32Array(pairCount(units.length));
  for (let i = 0, at = 0; i < units.length; i++) {
    const a = units[i] as Float64Array;
    for (let j = i + 1; j < units.length; j++, at++) {
      const b = units[j] as Float64Array;
      let sum = 0;
      for (let d = 0; d < a.length; d++) sum += (a[d] as number) * (b[d] as number);
      cosines[at] = Math.max(-1, Math.min(1, sum));
    }
    yield;
  }
  return cosines;
}

/**
 * A method on background sentences.
 * @param vectors of these, treated like those that are compared
 * @param eigenvalues of their covariance, where they are known; `diagonal` where the treatment has turned the vectors to
 * their principal components
 */
export function* reportBackground(
  vectors: readonly Float32Array[],
  { cosines }: BackgroundPairs,
  eigenvalues?: ArrayLike<number> | 'diagonal',
): Steps<BackgroundReport> {
  const dimensions = vectors[0]?.length ?? 0;
  const moments = new Moments(dimensions);
  for (const vector of vectors) {
    moments.add(vector);
    yield;
  }
  const covariance = moments.covariance();
  const sorted = Float64Array.from(cosines).sort();
  const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
  const variance = sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0) / sorted.length;
  const diagonal = Array.from({ length: dimensions }, (_, i) => covariance[i * (dimensions + 1)] as number);
  const variances = eigenvalues === 'diagonal' ? diagonal : Array.from(eigenvalues ?? []);
  return {
    meanCosine: mean,
    spread: Math.sqrt(variance),
    quantiles: [0.05, 0.25, 0.5, 0.75, 0.95].map((q) => sorted[Math.round(q * (sorted.length - 1))] as number),
    topShare: topShare(covariance, dimensions),
    isoScore: isoScore(covariance, dimensions),
    spectrum: shares(variances),
  };
}

/** Of their sum, largest first. */
function shares(values: readonly number[]): number[] {
  const total = values.reduce((sum, value) => sum + value, 0);
  return values.map((value) => Math.max(0, value) / total).sort((a, b) => b - a);
}

function unit(vector: ArrayLike<number>): Float64Array {
  let square = 0;
  for (let i = 0; i < vector.length; i++) square += (vector[i] as number) ** 2;
  const by = square > 0 ? 1 / Math.sqrt(square) : 0;
  return Float64Array.from(vector, (value) => value * by);
}
