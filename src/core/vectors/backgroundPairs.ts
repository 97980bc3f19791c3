import { mulberry32 } from '../evaluation/random.js';
import type { Steps } from '../steps.js';
import type { BackgroundPairs } from './percentile.js';
import { cosine } from './similarity.js';

/** How many random pairs are drawn: enough that a tenth of them, of the nearest lengths, resolves 0.05 %. */
const PAIRS = 20_000;

/**
 * Cosines of random pairs of different background sentences; the same pairs whatever the representation.
 * @param vectors treated like those that are compared
 * @param tokens of each sentence, special ones left out
 */
export function* backgroundPairs(vectors: readonly Float32Array[], tokens: ArrayLike<number>): Steps<BackgroundPairs> {
  const size = vectors.length;
  const count = size > 1 ? PAIRS : 0;
  const random = mulberry32(1);
  const found = { cosines: new Float32Array(count), lengths: new Int32Array(2 * count) };
  for (let pair = 0; pair < count; pair++) {
    const i = Math.floor(random() * size);
    const j = (i + 1 + Math.floor(random() * (size - 1))) % size;
    found.cosines[pair] = cosine(vectors[i] as Float32Array, vectors[j] as Float32Array);
    found.lengths[2 * pair] = tokens[i] as number;
    found.lengths[2 * pair + 1] = tokens[j] as number;
    if (pair % 64 === 0) yield;
  }
  return found;
}

/** Mean of the cosines: how anisotropic a representation is (Ethayarajh, 2019). NaN without pairs. */
export function meanCosine({ cosines }: BackgroundPairs): number {
  return cosines.reduce((sum, value) => sum + value, 0) / cosines.length;
}
