import type { BasePooling } from './states.js';

/**
 * Cuts a sequence of tokens that is too long into parts that are not: each as long as can be, and ending where a
 * sentence ends; where a word ends in a sentence that is itself too long; anywhere in a word that is.
 * @param sentenceStarts the first token of each sentence, ascending
 * @param wordStarts the first token of each word, ascending
 * @returns [start, end) of each part
 */
export function splitTokens(
  length: number,
  capacity: number,
  sentenceStarts: readonly number[],
  wordStarts: readonly number[],
): [start: number, end: number][] {
  const parts: [number, number][] = [];
  for (let start = 0; start < length; ) {
    const most = start + capacity;
    const within = (place: number) => place > start && place <= most;
    const end = most >= length ? length : (sentenceStarts.findLast(within) ?? wordStarts.findLast(within) ?? most);
    parts.push([start, end]);
    start = end;
  }
  return parts;
}

/**
 * The pooled state of a whole from those of its parts: the greatest of each dimension for max, else their mean weighted
 * by token counts, which for the mean is what one long window would give of the same states.
 */
export function joinParts(
  pooling: BasePooling,
  parts: readonly Float32Array[],
  tokens: readonly number[],
): Float32Array {
  const [first] = parts as [Float32Array];
  if (parts.length === 1) return first;
  const column = (i: number) => parts.map((part) => part[i] as number);
  if (pooling === 'max') return first.map((_, i) => Math.max(...column(i)));
  const total = tokens.reduce((sum, count) => sum + count, 0);
  return first.map((_, i) => column(i).reduce((sum, value, p) => sum + value * (tokens[p] as number), 0) / total);
}
