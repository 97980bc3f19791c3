import type { Span } from './masks.js';

/** More masks are not filled together at a keystroke. */
const MOST = 6;
const EMPTY_LINE = /\n[\t ]*\r?\n/;

/**
 * The masks that are filled together with one: those of its paragraph, at most six, the nearest.
 * @param masks of the text, in order
 * @returns a run of `masks` that holds the one at `index`
 */
export function nearMasks<T extends Span>(text: string, masks: readonly T[], index: number): T[] {
  const joins = (i: number) => {
    const [left, right] = [masks[i], masks[i + 1]];
    return left !== undefined && right !== undefined && !EMPTY_LINE.test(text.slice(left.end, right.start));
  };
  let [first, last] = [index, index];
  while (last - first + 1 < MOST) {
    const [before, behind] = [first > 0 && joins(first - 1), joins(last)];
    const gapBefore = before ? index - first : Number.POSITIVE_INFINITY;
    const gapBehind = behind ? last - index : Number.POSITIVE_INFINITY;
    if (!before && !behind) break;
    if (gapBefore < gapBehind) first -= 1;
    else last += 1;
  }
  return masks.slice(first, last + 1);
}
