import type { Span } from '../masks.js';
import { isProgram, type ProseUnit, proseAt } from './index.js';

/** A place of a document. */
export interface Place {
  readonly text: string;
  /** In UTF-16 units. */
  readonly offset: number;
  /** The document's, as of `proseUnits`; without it, all of the text is read. */
  readonly language?: string;
  /** The place is of no interest where no prose is written. */
  readonly proseOnly?: boolean;
}

/** A place of a document, and what a model reads on both sides of it. */
export interface Reading {
  readonly text: string;
  /** The place in this text. */
  readonly offset: number;
  /** Whether prose is written at the place; in a program, that is a comment or a string. */
  readonly isProse: boolean;
  /** Where a range of this text stands in the document; undefined where it does not stand there verbatim. */
  toSource(span: Span): Span | undefined;
}

/** A request with the text that is read at its place; undefined where the place is of no interest. */
export function asRead<T extends Place>(request: T): T | undefined {
  const { language, proseOnly } = request;
  if (language === undefined || (proseOnly !== true && !isProgram(language))) return request;
  const { text, offset, isProse } = readingAt(request.text, language, request.offset);
  return proseOnly && !isProse ? undefined : { ...request, text, offset };
}

const IN_PROGRAMS: ReadonlySet<string> = new Set(['comment', 'docstring', 'string']);

/**
 * In a comment or string of a program, only that one, without its marks: code tells a model nothing of the sentence.
 * Anywhere else everything as it stands, other paragraphs, too.
 * @param languageId as of `proseUnits`
 */
export function readingAt(text: string, languageId: string, offset: number): Reading {
  const here = proseAt(text, languageId, offset);
  if (here) return inUnit(here, offset) ?? everything(text, offset, true);
  // White space behind the last word of a line is no prose yet, but where the next word goes.
  const blanks = /[\t \u00a0]*$/.exec(text.slice(Math.max(0, offset - 200), offset))?.[0].length ?? 0;
  const before = blanks > 0 ? proseAt(text, languageId, offset - blanks) : undefined;
  const inside = before && inUnit(before, offset - blanks);
  if (!inside) return everything(text, offset, before !== undefined);
  return {
    ...inside,
    text: `${inside.text.slice(0, inside.offset)} ${inside.text.slice(inside.offset)}`,
    offset: inside.offset + 1,
    toSource: () => undefined,
  };
}

function everything(text: string, offset: number, isProse: boolean): Reading {
  return { text, offset, isProse, toSource: (span) => span };
}

function inUnit(unit: ProseUnit, at: number): Reading | undefined {
  const offset = IN_PROGRAMS.has(unit.kind) ? unit.fromSource(at) : undefined;
  if (offset === undefined) return undefined;
  return {
    text: unit.text,
    offset,
    isProse: true,
    toSource(span) {
      const [found, ...more] = unit.sourceSpans(span);
      return found && more.length === 0 && found.end - found.start === span.end - span.start
        ? { start: found.start, end: found.end }
        : undefined;
    },
  };
}
