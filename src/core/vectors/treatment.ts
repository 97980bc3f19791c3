import { ClozeError } from '../errors.js';
import type { Steps } from '../steps.js';
import { type Spectrum, symmetricEigen } from './eigen.js';
import { Moments } from './moments.js';
import type { Treatment } from './representation.js';

/** What treatments know of background text, of one representation before its treatment. */
export interface Fit {
  /** N, how many sentences it was learned from. */
  readonly sample: number;
  /** [D] */
  readonly mean: Float64Array;
  /** Of the covariance; only centring does without. */
  readonly spectrum?: Spectrum;
}

/** An eigenvalue below this share of the greatest counts as so much: what is below is noise, and would be blown up. */
const FLOOR = 1e-6;

/**
 * Learns a treatment from background vectors; the sentences that are to be compared should not be among them.
 * @throws ClozeError `bad-request` without vectors
 */
export function* fitTreatment({ kind }: Treatment, background: readonly ArrayLike<number>[]): Steps<Fit> {
  const [first] = background;
  if (!first) throw new ClozeError('bad-request', 'There is no background text to learn from.');
  if (kind === 'centre' || kind === 'raw') return { sample: background.length, mean: meanOf(background) };
  const moments = new Moments(first.length);
  for (const vector of background) {
    moments.add(vector);
    yield;
  }
  const spectrum = yield* symmetricEigen(moments.covariance());
  return { sample: background.length, mean: moments.mean, spectrum };
}

/**
 * Whitening (Su et al., Whitening Sentence Representations, 2021): (x - mean) U Lambda^(-1/2), the first k columns;
 * rotation: x U, which keeps cosines when k = D (Su, kexue.fm/archives/9079, beta = gamma = 0); centring: x - mean.
 * @returns a function from vectors [D] to vectors [k]
 * @throws ClozeError `bad-request` unless k <= D and k < N
 */
export function treatmentBy(
  treatment: Treatment,
  { sample, mean, spectrum }: Fit,
): (vector: Float32Array) => Float32Array {
  if (treatment.kind === 'raw') return (vector) => vector;
  if (treatment.kind === 'centre') return (vector) => vector.map((value, i) => value - (mean[i] as number));
  if (!spectrum) throw new ClozeError('internal', 'The spectrum of the background is missing.');
  const dimensions = mean.length;
  const k = treatment.k ?? dimensions;
  if (k > dimensions) throw new ClozeError('bad-request', `The vectors have ${dimensions} dimensions, not ${k}.`);
  if (k >= sample) {
    throw new ClozeError(
      'bad-request',
      `${k} dimensions need more than ${k} background sentences; there are ${sample}.`,
    );
  }
  const { values, vectors } = spectrum;
  const whitens = treatment.kind === 'whiten';
  const least = FLOOR * Math.max(values[0] ?? 0, Number.MIN_VALUE);
  const scales = values.subarray(0, k).map((value) => (whitens ? 1 / Math.sqrt(Math.max(value, least)) : 1));
  return (vector) => {
    const from = Float64Array.from(vector, (value, i) => (whitens ? value - (mean[i] as number) : value));
    return Float32Array.from(scales, (scale, row) => {
      let sum = 0;
      for (let i = 0, place = row * dimensions; i < dimensions; i++, place++) {
        sum += (from[i] as number) * (vectors[place] as number);
      }
      return scale * sum;
    });
  };
}

/** Treats many vectors, with a pause behind each. */
export function* applied(
  treat: (vector: Float32Array) => Float32Array,
  vectors: readonly Float32Array[],
): Steps<Float32Array[]> {
  const treated: Float32Array[] = [];
  for (const vector of vectors) {
    treated.push(treat(vector));
    yield;
  }
  return treated;
}

function meanOf(vectors: readonly ArrayLike<number>[]): Float64Array {
  const sum = new Float64Array(vectors[0]?.length ?? 0);
  for (const vector of vectors) {
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + (vector[i] as number);
  }
  return sum.map((value) => value / vectors.length);
}
