import type { Encoding as NativeEncoding } from 'tokenizers';
import type { Encoding } from '../core/maskedModel.js';
import { codePointToUtf16 } from './utf16.js';

type Span = readonly [start: number, end: number];

/** What the native library found in a text, or a pair of texts. */
export function readEncoding(encoding: NativeEncoding, text: string, pair = ''): Encoding {
  const maps = [codePointToUtf16(text), codePointToUtf16(pair)];
  const sequences = encoding.getSequenceIds().map((id) => (id === 0 || id === 1 ? id : undefined));
  const spans = encoding.getOffsets().map(([start = 0, end = 0], i): Span => {
    const map = maps[sequences[i] ?? -1];
    return map ? [map(start), map(end)] : [0, 0];
  });
  return {
    ids: Int32Array.from(encoding.getIds()),
    types: Int32Array.from(encoding.getTypeIds()),
    spans: spans.map((span, i) => {
      const sequence = sequences[i];
      const next = sequences[i + 1] === sequence ? spans[i + 1]?.[0] : undefined;
      return sequence === undefined ? span : withMarks(span, sequence === 0 ? text : pair, next);
    }),
    sequences,
    words: encoding.getWordIds().map((word) => word ?? undefined),
  };
}

/** Normalisation composes or drops accents, and the library then leaves them out of the span of their letter. */
function withMarks([start, end]: Span, text: string, next = text.length): Span {
  const marks = /^\p{M}+/u.exec(text.slice(end, next))?.[0].length ?? 0;
  return [start, start === end ? end : end + marks];
}
