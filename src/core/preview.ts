import type { Span } from './masks.js';
import { sentences } from './sentences/index.js';
import { excerptAround } from './windows.js';

/** A sentence with a word in it. */
export interface Preview {
  readonly before: string;
  readonly word: string;
  readonly behind: string;
}

/** How much of a text is shown at most on either side, in UTF-16 units. */
const REACH = 240;

/**
 * The sentence of a mask when all masks are filled, on one line.
 * @param words in place of the masks; where there is none, the mask stays
 * @param index of the mask that is looked at
 */
export function previewOf(
  text: string,
  masks: readonly Span[],
  words: readonly (string | undefined)[],
  index: number,
): Preview {
  const mask = masks[index] as Span;
  const wordAt = (i: number) => words[i] ?? text.slice(masks[i]?.start, masks[i]?.end);
  const part = (from: number, to: number) => {
    let filled = '';
    let at = from;
    for (const [i, { start, end }] of masks.entries()) {
      if (start < from || end > to) continue;
      filled += text.slice(at, start) + wordAt(i);
      at = end;
    }
    return filled + text.slice(at, to);
  };
  const before = part(0, mask.start);
  const behind = part(mask.end, text.length);
  const word = wordAt(index);
  const near = before.slice(excerptAround(before, before.length, REACH).start);
  const whole = near + word + behind.slice(0, excerptAround(behind, 0, REACH).end);
  const [from, to] = [near.length, near.length + word.length];
  const own = sentences(whole).filter(({ start, end }) => start < Math.max(to, from + 1) && end > from);
  const start = Math.min(from, ...own.map((sentence) => sentence.start));
  const end = Math.max(to, ...own.map((sentence) => sentence.end));
  return { before: onOneLine(whole.slice(start, from)), word, behind: onOneLine(whole.slice(to, end)) };
}

function onOneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}
