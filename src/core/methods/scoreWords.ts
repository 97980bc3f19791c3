import type { Encoding, SpecialToken } from '../maskedModel.js';
import type { Span } from '../masks.js';
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
 */
export function wordsOf(text: string, encoding: Encoding, mask: SpecialToken): Word[] {
  const { ids, spans, sequences, words } = encoding;
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
    found.push({ tokens: [open, end], ids: [...ids.subarray(open, end)], ...trimmed(text, spans.slice(open, end)) });
    open = -1;
  };
  for (const [token, id] of ids.entries()) {
    if (goesOn(token)) continue;
    close(token);
    if (sequences[token] !== undefined && id !== mask.id) open = token;
  }
  close(ids.length);
  return found;
}

function isPunctuation(text: string): boolean {
  return /^\s*\p{P}+\s*$/u.test(text);
}

/** Tokens of less than a character have the span of the whole. */
function overlap(a: readonly [number, number] | undefined, b: readonly [number, number] | undefined): boolean {
  return a !== undefined && b !== undefined && b[0] < a[1];
}

/** What the tokens cover, without the spaces that some tokenizers count to a token. */
function trimmed(text: string, spans: readonly (readonly [number, number])[]): Span {
  const start = Math.min(...spans.map(([from]) => from));
  const end = Math.max(...spans.map(([, to]) => to));
  const covered = text.slice(start, end);
  const blank = covered.length - covered.trimStart().length;
  return blank === covered.length ? { start, end } : { start: start + blank, end: start + covered.trimEnd().length };
}
