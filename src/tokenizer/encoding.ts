import type { Encoding as NativeEncoding } from 'tokenizers';
import type { Encoding } from '../core/maskedModel.js';
import { codePointToUtf16 } from './utf16.js';

type Span = readonly [start: number, end: number];

/**
 * What the native library found in a text, or a pair of texts. Spans and words take most of the time to read, and a
 * sentence that is only embedded needs neither: they are read when they are asked for.
 */
export class ReadEncoding implements Encoding {
  readonly ids: Int32Array;
  readonly types: Int32Array;
  readonly sequences: Encoding['sequences'];
  #spans: Encoding['spans'] | undefined;
  #words: Encoding['words'] | undefined;

  constructor(
    private readonly native: NativeEncoding,
    private readonly text: string,
    private readonly pair = '',
  ) {
    this.ids = Int32Array.from(native.getIds());
    this.types = Int32Array.from(native.getTypeIds());
    this.sequences = native.getSequenceIds().map((id) => (id === 0 || id === 1 ? id : undefined));
  }

  get spans(): Encoding['spans'] {
    this.#spans ??= this.#readSpans();
    return this.#spans;
  }

  get words(): Encoding['words'] {
    this.#words ??= this.native.getWordIds().map((word) => word ?? undefined);
    return this.#words;
  }

  #readSpans(): Span[] {
    const texts = [this.text, this.pair];
    const maps = texts.map(codePointToUtf16);
    const offsets = this.native.getOffsets();
    return offsets.map(([start = 0, end = 0], i): Span => {
      const sequence = this.sequences[i];
      if (sequence === undefined) return [0, 0];
      const map = maps[sequence] as (codePoint: number) => number;
      const next = this.sequences[i + 1] === sequence ? map(offsets[i + 1]?.[0] as number) : undefined;
      const text = texts[sequence] as string;
      return withoutSpaces(withMarks([map(start), map(end)], text, next), text);
    });
  }
}

/** Normalisation composes or drops accents, and the library then leaves them out of the span of their letter. */
function withMarks(span: Span, text: string, next = text.length): Span {
  const [start, end] = span;
  if (start === end || end === next || text.charCodeAt(end) < FIRST_MARK) return span;
  const marks = /^\p{M}+/u.exec(text.slice(end, next))?.[0].length ?? 0;
  return [start, end + marks];
}

/** Some tokenizers count the space before a word to its first piece; the piece that is nothing else stands behind it. */
function withoutSpaces([start, end]: Span, text: string): Span {
  let from = start;
  while (from < end && isSpace(text.charCodeAt(from))) from += 1;
  let to = end;
  while (to > from && isSpace(text.charCodeAt(to - 1))) to -= 1;
  return [from, to];
}

function isSpace(unit: number): boolean {
  return unit === 0x20 || (unit >= 0x09 && unit <= 0x0d) || (unit >= 0x85 && /\s/.test(String.fromCharCode(unit)));
}

/** No character before it is a mark. */
const FIRST_MARK = 0x300;
