import type { Span } from '../masks.js';

/** White space that no mark is put on. */
export const SPACE = '\\s(?![\\p{M}\\p{Grapheme_Extend}\\p{Emoji_Modifier}\\u200d])';
/** The mark of a list item. `J.` is none: it begins a name. */
const MARKER = new RegExp(`^[ \\t]*(?:[-*+•‣◦–]|\\(?(\\d{1,3})[.)]|\\(?[a-zA-Z]\\)|[a-z]\\.)(?:${SPACE})+(?=\\S)`, 'u');

/**
 * The paragraphs and list items of a text, without their marks: a line goes on with the one before, unless one of them is
 * empty or it begins with the mark of an item. A number begins an item only where one may begin: at the start of a
 * paragraph, behind another item, or when it is 1.
 */
export function blocks(text: string): Span[] {
  const found: { start: number; end: number; item: boolean }[] = [];
  let last: (typeof found)[number] | undefined;
  let at = 0;
  for (const line of text.split('\n')) {
    const [start, end] = [at, at + line.length];
    at = end + 1;
    if (line.trim() === '') {
      last = undefined;
      continue;
    }
    const mark = MARKER.exec(line);
    const number = mark?.[1];
    const bullet = mark !== null && /^\s*[^\w(]/.test(mark[0]);
    if (mark && (!last || last.item || bullet || number === '1')) {
      last = { start: start + mark[0].length, end, item: true };
      found.push(last);
    } else if (last) last.end = end;
    else {
      last = { start, end, item: false };
      found.push(last);
    }
  }
  return found;
}
