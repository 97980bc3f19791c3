import type { Encoding as NativeEncoding } from 'tokenizers';
import type { Encoding } from '../core/maskedModel.js';
import { codePointToUtf16 } from './utf16.js';

type Span = readonly [start: number, end: number];

/** What the native library found in a text, or a pair of texts. */
export function readEncoding(encoding: NativeEncoding, text: string, pair = ''): Encoding {
  const texts = [text, pair];
  const maps = texts.map(codePointToUtf16);
  const sequences = encoding.getSequenceIds().map((id) => (id === 0 || id === 1 ? id : undefined));
  const offsets = encoding.getOffsets();
  const spans = offsets.map(([start = 0, end = 0], i): Span => {
    const sequence = sequences[i];
    if (sequence === undefined) return [0, 0];
    const map = maps[sequence] as (codePoint: number) => number;
    const next = sequences[i + 1] === sequence ? map(offsets[i + 1]?.[0] as number) : undefined;
    return withMarks([map(start), map(end)], texts[sequence] as string, next);
  });
  return {
    ids: Int32Array.from(encoding.getIds()),
    types: Int32Array.from(encoding.getTypeIds()),
    spans,
    sequences,
    words: encoding.getWordIds().map((word) => word ?? undefined),
  };
}

/** Normalisation composes or drops accents, and the library then leaves them out of the span of their letter. */
function withMarks(span: Span, text: string, next = text.length): Span {
  const [start, end] = span;
  if (start === end || end === next || text.charCodeAt(end) < FIRST_MARK) return span;
  const marks = /^\p{M}+/u.exec(text.slice(end, next))?.[0].length ?? 0;
  return [start, end + marks];
}

/** No character before it is a mark. */
const FIRST_MARK = 0x300;
