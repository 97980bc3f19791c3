import type { Span } from '../masks.js';
import { isAbbreviated } from './abbreviations.js';
import { blocks, SPACE } from './blocks.js';

const CLOSERS = '[\\p{Pe}\\p{Pf}"\'’”]';
const OPENERS = '[\\p{Ps}\\p{Pi}"\'‘“]';
/** An ellipsis before a capital letter, and the stops of Chinese that Unicode does not count as such. */
const MORE_STOPS = new RegExp(
  `(?:…+|\\.{3,})${CLOSERS}*\\s+(?=${OPENERS}*\\p{Lu})|(?:；|…+)${CLOSERS}*(?=[\\p{Ps}\\p{Pi}]*[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}])`,
  'gu',
);
const OPENER_AT_END = /[\p{Ps}\p{Pi}]+$/u;
const EXCLAIMED = new RegExp(`[?!？！…]${CLOSERS}+$`, 'u');
/** As in `https://host/a?b=c` and `a!=b`; of Chinese and Japanese, which have no spaces, it ends sentences. */
const WITHIN_WORD = /^(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])[\p{L}\p{N}=]/u;
const LEADING = new RegExp(`^(?:${SPACE})+`, 'u');
const LIST_MARK = /^\(?(?:\d{1,3}|\p{L}|[ivxIVX]{1,4})[.)]$/u;

/**
 * The sentences of a text: those of `Intl.Segmenter` (Unicode Standard Annex 29), with rules for what it does not know:
 * abbreviations and initials, questions inside a sentence ("Why?" she asked), ellipses, list items, the stops and quotation
 * marks of Chinese. A line break alone ends no sentence; an empty line and the mark of a list item do.
 * @returns spans in order, apart from one another, without white space at their ends; between them lie only white space
 *   and the marks of list items
 */
export function sentences(text: string): Span[] {
  return blocks(text).flatMap(({ start, end }) => {
    // Line breaks would end sentences; the replacement keeps all positions.
    const block = text.slice(start, end).replace(/[\n\r\u0085\u2028\u2029]/g, ' ');
    const found: Span[] = [];
    let from = 0;
    for (const to of [...joints(block), block.length]) {
      const sentence = block.slice(from, to);
      const first = start + from + (LEADING.exec(sentence)?.[0].length ?? 0);
      const last = start + from + sentence.trimEnd().length;
      if (first < last) found.push({ start: first, end: last });
      from = to;
    }
    return found;
  });
}

/** Where one sentence of a block ends and the next begins. */
function* joints(block: string): Generator<number> {
  let start = 0;
  for (const joint of allJoints(block)) {
    if (goesOn(block, start, joint)) continue;
    yield joint;
    start = joint;
  }
}

/** Whether the sentence that began at `start` goes on beyond `joint`. */
function goesOn(block: string, start: number, joint: number): boolean {
  const before = block.slice(Math.max(start, joint - 64), joint).trimEnd();
  const behind = block.slice(joint, joint + 32).replace(new RegExp(`^${OPENERS}+`, 'u'), '');
  if (/[?!]/.test(block[joint - 1] ?? '') && WITHIN_WORD.test(behind)) return true;
  if (EXCLAIMED.test(before)) return /^\p{Ll}/u.test(behind);
  if (start === 0 && LIST_MARK.test(before)) return true;
  const alone = joint - start <= 64 && !/\s/.test(before.trim());
  return before.endsWith('.') && isAbbreviated(before, behind, alone);
}

/** The joints that Unicode's rules give, and more; in order. */
function* allJoints(block: string): Generator<number> {
  let start = 0;
  for (const end of segments(block)) {
    const segment = block.slice(start, end);
    for (const { 0: stop, index } of segment.matchAll(MORE_STOPS)) yield start + index + stop.length;
    // `。“` is a stop and the beginning of what follows.
    const opener = OPENER_AT_END.exec(segment.slice(-8))?.[0].length ?? 0;
    if (end < block.length) yield end - opener;
    start = end - opener;
  }
}

/** How much is segmented in one go: V8's segmenter takes the square of its text's length. In UTF-16 units. */
const WINDOW = 2048;
/** A joint depends on what follows it, which must be in the window too. */
const LOOK_AHEAD = 256;

/** Where the segments of a text end. */
function* segments(text: string): Generator<number> {
  const segmenter = segmenterOf(text);
  let size = WINDOW;
  for (let start = 0; start < text.length; ) {
    const window = text.slice(start, start + size);
    const sure = start + size >= text.length ? window.length : window.length - LOOK_AHEAD;
    let done = 0;
    for (const { index, segment } of segmenter.segment(window)) {
      const end = index + segment.length;
      if (end > sure) break;
      yield start + end;
      done = end;
      // A window that had to grow is worth one segment: many would take the square of its length again.
      if (size > WINDOW) break;
    }
    size = done === 0 ? size * 2 : WINDOW;
    start += done;
  }
}

const segmenters = new Map<string, Intl.Segmenter>();

/** By the script of a text: the rules differ little, and only a language's own may be better for it. */
function segmenterOf(text: string): Intl.Segmenter {
  const sample = text.slice(0, 1000);
  const locale = /\p{Script=Han}/u.test(sample) ? 'zh' : /\p{Script=Latin}/u.test(sample) ? 'en' : 'und';
  const segmenter = segmenters.get(locale) ?? new Intl.Segmenter(locale, { granularity: 'sentence' });
  segmenters.set(locale, segmenter);
  return segmenter;
}
