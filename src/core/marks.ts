import type { Span } from './masks.js';
import type { ScoredWord } from './methods/score.js';
import { isWord } from './pieces.js';

/** A word of a document that the model finds unlikely. It moves with the text. */
export interface Mark {
  /** In UTF-16 units of the document. */
  start: number;
  end: number;
  readonly word: string;
  readonly score: Omit<ScoredWord, 'start' | 'end'>;
  /** 1 to `LEVELS`, the strongest. */
  readonly level: number;
}

export const LEVELS = 4;

/** A change of a text: at `offset`, `removed` units made way for `text`. */
export interface TextChange {
  readonly offset: number;
  readonly removed: number;
  readonly text: string;
}

/**
 * How strongly a word is to be marked: one level more for every ten times less likely it is than 1 in `threshold`.
 * @returns 0 to `LEVELS`
 */
export function levelOf(logprob: number, threshold: number): number {
  const times = (-logprob - Math.log(threshold)) / Math.LN10;
  return times < 0 ? 0 : Math.min(LEVELS, Math.floor(times) + 1);
}

/** The marks for scored words of a text: of words, not of punctuation. */
export function marksOf(text: string, words: readonly ScoredWord[], threshold: number): Mark[] {
  return words.flatMap(({ start, end, ...score }): Mark[] => {
    const word = text.slice(start, end);
    const level = levelOf(score.logprob, threshold);
    return level > 0 && isWord(word) ? [{ start, end, word, score, level }] : [];
  });
}

/** Moves spans as a change of their text moves them. @returns those that it did not touch, nor lengthen as words */
export function shifted<T extends { start: number; end: number }>(spans: readonly T[], change: TextChange): T[] {
  const { offset, removed, text } = change;
  const joinsBefore = /^[\p{L}\p{M}\p{N}]/u.test(text);
  const joinsBehind = /[\p{L}\p{M}\p{N}]$/u.test(text);
  const by = text.length - removed;
  return spans.filter((span) => {
    if (span.end < offset || (span.end === offset && !joinsBefore)) return true;
    const last = offset + removed;
    if (span.start < last || (span.start === last && joinsBehind)) return false;
    span.start += by;
    span.end += by;
    return true;
  });
}

/**
 * Stretches of a text behind a change of it: what is written or taken away inside of one makes it longer or shorter.
 * What takes the place of the end of one belongs to it.
 * @returns those of which something is left
 */
export function stretched(spans: readonly Span[], { offset, removed, text }: TextChange): Span[] {
  const last = offset + removed;
  const by = text.length - removed;
  return spans
    .map(({ start, end }) => ({
      start: start <= offset ? start : Math.max(start, last) + by,
      end: end <= offset ? end : Math.max(end, last) + by,
    }))
    .filter(({ start, end }) => start < end);
}

/** The span (in order, apart from one another) that the character at an offset is in, else one that ends there. */
export function spanAt<T extends Span>(spans: readonly T[], offset: number): T | undefined {
  return touching(spans, { start: offset, end: offset }).at(-1);
}

/** The spans (in order, apart from one another) that touch a range. */
export function touching<T extends Span>(spans: readonly T[], { start, end }: Span): readonly T[] {
  const from = firstIndex(spans, (span) => span.end >= start);
  return spans.slice(
    from,
    firstIndex(spans, (span) => span.start > end),
  );
}

/** Spans (in order, apart from one another) with others in the place of those that begin in a range. */
export function replaced<T extends Span>(spans: readonly T[], { start, end }: Span, others: readonly T[]): T[] {
  const from = firstIndex(spans, (span) => span.start >= start);
  const to = firstIndex(spans, (span) => span.start >= end);
  return [...spans.slice(0, from), ...others, ...spans.slice(to)];
}

/** The first index from which on a condition holds. */
function firstIndex<T>(items: readonly T[], holds: (item: T) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(items[middle] as T)) high = middle;
    else low = middle + 1;
  }
  return low;
}
