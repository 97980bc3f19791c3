import type { Span } from './masks.js';
import { isWord } from './pieces.js';
import { excerptAround } from './windows.js';

/** No word is longer, and segmenting more takes time. In UTF-16 units. */
const REACH = 100;
const SEGMENTER = new Intl.Segmenter('und', { granularity: 'word' });

/**
 * The word that an offset is in, or at the beginning or the end of: between two words, the one that begins there. In
 * scripts without spaces, a word of a dictionary. Marks of a text, such as `_` around it, are no part of it.
 */
export function wordAt(text: string, offset: number): Span | undefined {
  const { start, end } = excerptAround(text, offset, REACH);
  let before: Span | undefined;
  for (const { segment, index, isWordLike } of SEGMENTER.segment(text.slice(start, end))) {
    const from = start + index;
    const to = from + segment.length;
    if (from > offset) break;
    if (!isWordLike || to < offset) continue;
    before = withoutUnderscores(text, from, to);
    if (to > offset) break;
  }
  return before;
}

/** A selection without white space at its ends; undefined when no word is in it. */
export function wordsIn(text: string, { start, end }: Span): Span | undefined {
  const selected = text.slice(start, end);
  const from = start + selected.length - selected.trimStart().length;
  return isWord(selected) ? { start: from, end: from + selected.trim().length } : undefined;
}

/** Unicode counts `_` to a word, Markdown does not. */
function withoutUnderscores(text: string, start: number, end: number): Span | undefined {
  const [, lead = '', core = ''] = /^(_*)(.*?)_*$/su.exec(text.slice(start, end)) ?? [];
  return core === '' ? undefined : { start: start + lead.length, end: start + lead.length + core.length };
}
