import type { Span } from '../masks.js';
import { docLines } from './docLines.js';
import type { Language } from './languages.js';
import type { Token } from './lexer.js';
import { MappedText, type Part } from './mappedText.js';
import { remarkUnits } from './markdown.js';
import { markupUnits } from './markup.js';
import { type ProseKind, type ProseUnit, unitsOf } from './unit.js';

/** Whether a comment ends with its line, so that those below may go on with it. */
export function isLineComment({ rule }: Token): boolean {
  return rule.kind === 'comment' && rule.close?.startsWith('$') === true;
}

/** Whether a line comment goes on with the one before: on the next line, below it, with the same marks, and nothing else. */
export function goesOn(text: string, before: Token, token: Token): boolean {
  if (before.marker.trim() !== token.marker.trim() || token.start - before.end > 500) return false;
  if (!/^\r?\n[ \t]*$/.test(text.slice(before.end, token.start))) return false;
  return column(text, before.start) === column(text, token.start);
}

/** The units of a comment: one comment in block form, or line comments that go on with each other. */
export function commentUnits(
  text: string,
  comments: readonly Token[],
  { docs }: Language,
  focus?: number,
): ProseUnit[] {
  const [first] = comments;
  if (!first) return [];
  const marked = docs === 'markup' && /^(?:\/\/\/|\/\*\*)/.test(first.marker);
  const lines = isLineComment(first) ? comments.flatMap(({ body }) => linesOf(text, body)) : starredLines(text, first);
  return linesUnits(text, lines, 'comment', marked, focus);
}

/** The units of a string that documents code. */
export function docstringUnits(text: string, { body }: Token, focus?: number): ProseUnit[] {
  return linesUnits(text, unindented(text, linesOf(text, body)), 'docstring', false, focus);
}

/** What stands between two lines: a line break, or what separates paragraphs. */
function linesUnits(
  text: string,
  lines: readonly Span[],
  kind: ProseKind,
  marked: boolean,
  focus?: number,
): ProseUnit[] {
  const parts: Part[] = [];
  for (const { start, end, fresh } of docLines(text, withoutMargin(text, lines))) {
    const last = parts.at(-1)?.end;
    if (last !== undefined) parts.push({ start: last, end: start, text: !fresh ? '\n' : marked ? '\n<p>' : '\n\n' });
    parts.push({ start, end });
  }
  return unitsOf(new MappedText(text, parts), marked ? markupUnits : remarkUnits, focus, kind);
}

/** The lines of text[start, end), without their line breaks. */
function linesOf(text: string, { start, end }: Span): Span[] {
  let at = start;
  return text
    .slice(start, end)
    .split('\n')
    .map((line) => {
      const span = { start: at, end: at + line.length - (line.endsWith('\r') ? 1 : 0) };
      at += line.length + 1;
      return span;
    });
}

/** The lines of a block comment, without the stars before and behind them. */
function starredLines(text: string, { body, end }: Token): Span[] {
  const lines = linesOf(text, body);
  const star = /^[ \t]*\*+(?!\w)/;
  const rest = lines.slice(1).map(({ start, end }) => text.slice(start, end));
  const starred = rest.length > 0 && rest.every((line) => line.trim() === '' || star.test(line));
  const inner = starred
    ? lines.map(({ start, end }, i) => ({
        start: start + (i === 0 ? 0 : (star.exec(text.slice(start, end))?.[0].length ?? 0)),
        end,
      }))
    : unindented(text, lines);
  const last = inner.at(-1);
  if (last && end > body.end) inner.splice(-1, 1, { ...last, end: beforeMark(text, last, inner.length > 1) });
  return inner;
}

/** Where the last line of a block comment ends: before its stars, and the space that belongs to them. */
function beforeMark(text: string, { start, end }: Span, whole: boolean): number {
  const line = text.slice(start, end);
  if (whole && line.trim() === '') return start;
  let bare = line.length;
  while (bare > 0 && line[bare - 1] === '*') bare--;
  return start + bare - (/[ \t]/.test(line.charAt(bare - 1)) ? 1 : 0);
}

/** Without the indentation that all lines but the first have in common (PEP 257). */
function unindented(text: string, lines: readonly Span[]): Span[] {
  const indents = lines.slice(1).flatMap(({ start, end }) => {
    const line = text.slice(start, end);
    return line.trim() === '' ? [] : [line.length - line.trimStart().length];
  });
  const common = indents.reduce((least, indent) => Math.min(least, indent), Number.POSITIVE_INFINITY);
  return lines.map(({ start, end }, i) => ({ start: i === 0 ? start : Math.min(end, start + common), end }));
}

/** Without the space between the marks and the text, and without a frame to the right of it. */
function withoutMargin(text: string, lines: readonly Span[]): Span[] {
  return lines.map(({ start, end }) => {
    const line = text.slice(start, end);
    const frame = /[ \t](?:\*|#|\/\/|--|;;|%)$/.exec(line.slice(-4))?.[0].length ?? 0;
    const framed = frame === 0 ? line : line.slice(0, -frame).trimEnd();
    return { start: start + (framed.startsWith(' ') ? 1 : 0), end: start + framed.length };
  });
}

function column(text: string, offset: number): number {
  return offset - text.lastIndexOf('\n', offset - 1);
}
