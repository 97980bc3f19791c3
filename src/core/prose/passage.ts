import type { Span } from '../masks.js';
import { proseAt } from './index.js';

/** A place of a document, and what of it a model should read there. */
export interface Passage {
  readonly text: string;
  /** The place in this text. */
  readonly span: Span;
  /** Where a range of this text stands in the document; undefined where it does not stand there verbatim. */
  toSource(span: Span): Span | undefined;
}

/**
 * The prose around a place, without markup or code: the paragraph, comment or string that it is in. Where there is none,
 * or the place is not all in it, everything as it stands.
 * @param languageId as of `proseUnits`
 */
export function passageAt(text: string, languageId: string, span: Span): Passage {
  const unit = proseAt(text, languageId, span.start);
  const start = unit?.fromSource(span.start);
  const end = unit?.fromSource(span.end);
  const isThere = start !== undefined && end !== undefined;
  if (!unit || !isThere || unit.text.slice(start, end) !== text.slice(span.start, span.end)) {
    return { text, span, toSource: (it) => it };
  }
  return {
    text: unit.text,
    span: { start, end },
    toSource(it) {
      const [found, ...more] = unit.sourceSpans(it);
      return found && more.length === 0 && found.end - found.start === it.end - it.start
        ? { start: found.start, end: found.end }
        : undefined;
    },
  };
}
