import type { Encoding, SpecialToken } from '../maskedModel.js';
import { findMasks, type Span } from '../masks.js';
import type { TokenRange } from './pll.js';

/** A word of a text that is to be scored. */
export interface Word extends Span {
  /** Where its tokens are in the encoding, at least one. */
  readonly tokens: TokenRange;
  readonly ids: readonly number[];
}

/**
 * The words of an encoded text as its tokenizer splits it, in order: with BERT's, what is between spaces and
 * punctuation, each mark of punctuation and each Chinese character alone. Where a tokenizer splits at spaces only
 * (SentencePiece), punctuation is split off as BERT does. Masks in the text are no words: there is nothing to score.
 * @param spelling of masks besides the usual ones; '' for none
 */
export function wordsOf(text: string, encoding: Encoding, mask: SpecialToken, spelling: string): Word[] {
  const { ids, spans, sequences, words } = encoding;
  const masks = findMasks(text, [spelling]);
  const isMask = (token: number) => {
    const [from, to] = spans[token] as readonly [number, number];
    return ids[token] === mask.id || masks.some(({ start, end }) => from < end && to > start);
  };
  const found: Word[] = [];
  let open = -1;
  const textOf = (token: number) => text.slice(...(spans[token] as readonly [number, number]));
  const goesOn = (token: number) =>
    open >= 0 &&
    words[token] !== undefined &&
    words[token] === words[token - 1] &&
    (overlap(spans[token - 1], spans[token]) || !(isPunctuation(textOf(token - 1)) || isPunctuation(textOf(token))));
  const close = (end: number) => {
    if (open < 0) return;
    found.push({ tokens: [open, end], ids: [...ids.subarray(open, end)], ...covered(spans.slice(open, end)) });
    open = -1;
  };
  for (const token of ids.keys()) {
    const isWord = sequences[token] !== undefined && !isMask(token);
    if (isWord && goesOn(token)) continue;
    close(token);
    if (isWord) open = token;
  }
  close(ids.length);
  return found;
}

function isPunctuation(text: string): boolean {
  return /^\p{P}+$/u.test(text);
}

/** Tokens of less than a character have the span of the whole. */
function overlap(a: readonly [number, number] | undefined, b: readonly [number, number] | undefined): boolean {
  return a !== undefined && b !== undefined && b[0] < a[1];
}

function covered(spans: readonly (readonly [number, number])[]): Span {
  return { start: Math.min(...spans.map(([from]) => from)), end: Math.max(...spans.map(([, to]) => to)) };
}
