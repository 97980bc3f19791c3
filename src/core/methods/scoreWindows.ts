import { windowsAround } from '../windows.js';
import type { TokenRange } from './pll.js';

/** Words that are scored together, and what the model sees of the text then. */
export interface Context {
  readonly window: TokenRange;
  /** In order; a word that is longer than a window has room for is several. */
  readonly words: readonly TokenRange[];
}

/**
 * What the model sees while it scores a sentence of a text: with it, as many of the sentences around it as the window
 * holds, whole ones only, as much on either side as can be; the whole text where it fits. A sentence that is longer than
 * the window is scored in parts, each in the middle of a window of its own.
 * @param sentences of the text in order, all tokens of it together
 * @param words of the sentence
 * @param capacity of a window, without the special tokens
 */
export function contextsOf(
  sentences: readonly TokenRange[],
  i: number,
  words: readonly TokenRange[],
  capacity: number,
): Context[] {
  const [start, end] = sentences[i] as TokenRange;
  if (end - start <= capacity) return [{ window: sentencesAround(sentences, i, capacity), words }];
  // Windows have room for a quarter of themselves behind the place that they were cut for.
  const parts = words.flatMap((word) => split(word, Math.max(1, Math.floor(capacity / 4))));
  const places = parts.map(([from]) => from - start);
  return windowsAround(places, end - start, capacity).map((window) => ({
    window: [start + window.start, start + window.end],
    words: parts.splice(0, window.places.length),
  }));
}

function sentencesAround(sentences: readonly TokenRange[], i: number, capacity: number): TokenRange {
  const own = sentences[i] as TokenRange;
  let [start, end] = own;
  let before = i - 1;
  let after = i + 1;
  for (;;) {
    const left = sentences[before];
    const right = sentences[after];
    const canLeft = left !== undefined && end - left[0] <= capacity;
    const canRight = right !== undefined && right[1] - start <= capacity;
    if (!canLeft && !canRight) return [start, end];
    if (canLeft && (!canRight || own[0] - start <= end - own[1])) {
      start = left[0];
      before -= 1;
    } else if (right) {
      end = right[1];
      after += 1;
    }
  }
}

function split([start, end]: TokenRange, most: number): TokenRange[] {
  const parts = Math.ceil((end - start) / most);
  return Array.from({ length: parts }, (_, i) => [start + i * most, Math.min(end, start + (i + 1) * most)]);
}
