import { mulberry32, sample } from '../evaluation/random.js';
import { MOST_TEXTS, type Sentences, type TextPair } from './comparison.js';

/**
 * At most so many texts, drawn by a fixed seed and kept in their order; of given pairs, whole pairs are drawn. The same
 * sentences always give the same sample, and a sample is left as it is.
 */
export function sampled(sentences: Sentences, most = MOST_TEXTS): Sentences {
  const { texts, pairs } = sentences;
  if (texts.length <= most) return sentences;
  const random = mulberry32(1);
  const from = { sampledFrom: sentences.sampledFrom ?? texts.length };
  if (!pairs || pairs.length === 0) {
    const kept = sample(texts.length, most, random).sort((a, b) => a - b);
    return { texts: kept.map((i) => texts[i] as string), ...from };
  }
  const numbers = new Set<number>();
  const kept: number[] = [];
  for (const p of sample(pairs.length, pairs.length, random)) {
    const { i, j } = pairs[p] as TextPair;
    const more = (numbers.has(i) ? 0 : 1) + (numbers.has(j) ? 0 : 1);
    if (numbers.size + more > most) continue;
    numbers.add(i).add(j);
    kept.push(p);
  }
  const order = [...numbers].sort((a, b) => a - b);
  const place = new Map(order.map((number, at) => [number, at]));
  const renumbered = kept
    .sort((a, b) => a - b)
    .map((p) => pairs[p] as TextPair)
    .map((pair) => ({ ...pair, i: place.get(pair.i) as number, j: place.get(pair.j) as number }));
  return { texts: order.map((i) => texts[i] as string), pairs: renumbered, ...from };
}
