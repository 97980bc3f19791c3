import type { Span } from '../masks.js';

/** A stretch of a source that has its place in a text read out of it. */
export interface Part extends Span {
  /** What is read in place of source[start, end); without it, the source as it stands. */
  readonly text?: string;
}

/** Which character a position between two belongs to: as the start of a span the next one, as its end the one before. */
type Edge = 'start' | 'end';

/**
 * A text read out of a source, and where each position of it is there. The text is the parts one after the other; what
 * lies between two parts was left out. All positions are UTF-16 offsets.
 */
export class MappedText {
  readonly text: string;
  /** In the order of the source, apart from one another, none of them empty. */
  readonly parts: readonly Part[];
  /** Where each part begins in the text; at the end, the length of the text. */
  readonly #starts: readonly number[];

  constructor(
    readonly source: string,
    parts: readonly Part[],
  ) {
    this.parts = joined(parts);
    const starts = [0];
    let text = '';
    for (const part of this.parts) {
      text += part.text ?? source.slice(part.start, part.end);
      starts.push(text.length);
    }
    this.text = text;
    this.#starts = starts;
  }

  /** Where the text begins in the source. */
  get start(): number {
    return this.parts[0]?.start ?? 0;
  }

  /** Where it ends there. */
  get end(): number {
    return this.parts.at(-1)?.end ?? 0;
  }

  /** The stretches of the source that are read as they stand. */
  get ranges(): Span[] {
    return this.parts.filter((part) => part.text === undefined).map(({ start, end }) => ({ start, end }));
  }

  /**
   * The place in the source of an offset of the text. Inside a replaced stretch it is that stretch's own start or end.
   * @throws RangeError for an offset outside the text
   */
  toSource(offset: number, edge: Edge = 'start'): number {
    if (!(offset >= 0 && offset <= this.text.length)) throw new RangeError(`No offset ${offset} in the text.`);
    const i = lastAtMost(this.#starts, edge === 'start' ? Math.min(offset, this.text.length - 1) : offset - 1);
    const part = this.parts[Math.max(i, 0)];
    if (!part) return 0;
    const within = offset - (this.#starts[Math.max(i, 0)] as number);
    if (part.text === undefined) return part.start + within;
    const atEnd = edge === 'start' ? within === part.text.length : within > 0;
    return atEnd ? part.end : part.start;
  }

  /** The place in the text of an offset of the source; undefined where the source was left out or replaced. */
  fromSource(offset: number): number | undefined {
    const i = lastAtMost(this.parts, offset, ({ start }) => start);
    const part = this.parts[i];
    if (!part || offset > part.end) return undefined;
    const start = this.#starts[i] as number;
    if (part.text === undefined) return start + offset - part.start;
    if (offset === part.start) return start;
    return offset === part.end ? start + part.text.length : undefined;
  }

  /**
   * What a span of the text is in the source, as far as it stands there verbatim. Where that is one span as long as the
   * asked one, an edit of it is exact; where it is more, markup lies between.
   */
  sourceSpans({ start, end }: Span): Span[] {
    return this.#overlapping(start, end).filter(({ text }) => text === undefined);
  }

  /** Parts of this text as parts of its source: for a text that was read out of this one. */
  lift(parts: readonly Part[]): Part[] {
    return parts.flatMap(({ start, end, text }) => {
      if (text === undefined) return this.#overlapping(start, end);
      const from = this.toSource(start, 'start');
      return { start: from, end: Math.max(from, this.toSource(end, 'end')), text };
    });
  }

  #overlapping(start: number, end: number): Part[] {
    const found: Part[] = [];
    for (let i = Math.max(0, lastAtMost(this.#starts, start)); i < this.parts.length; i++) {
      const at = this.#starts[i] as number;
      if (at >= end) break;
      const part = this.parts[i] as Part;
      const from = Math.max(start - at, 0);
      const to = Math.min(end, this.#starts[i + 1] as number) - at;
      if (part.text !== undefined) found.push({ ...part, text: part.text.slice(from, to) });
      else found.push({ start: part.start + from, end: part.start + to });
    }
    return found;
  }
}

/** Without the parts that hold nothing; neighbours that stand verbatim become one. */
function joined(parts: readonly Part[]): Part[] {
  const result: { start: number; end: number; text?: string }[] = [];
  for (const part of parts) {
    if (part.text === '' || (part.text === undefined && part.start >= part.end)) continue;
    const last = result.at(-1);
    if (last?.end === part.start && last.text === undefined && part.text === undefined) last.end = part.end;
    else result.push({ ...part });
  }
  return result;
}

/** The last index whose value is at most `value`, in ascending values; -1 when there is none. */
function lastAtMost(values: readonly number[], value: number): number;
function lastAtMost<T>(values: readonly T[], value: number, of: (item: T) => number): number;
function lastAtMost<T>(values: readonly T[], value: number, of = (item: T) => item as number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (of(values[middle] as T) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
