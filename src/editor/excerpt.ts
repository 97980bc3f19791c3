import * as vscode from 'vscode';
import type { Span } from '../core/masks.js';

/** How much of a document goes to the engine with a place of it: enough to tell what is prose. In UTF-16 units. */
const REACH = { before: 100_000, behind: 20_000 };

/** A part of a document, and a place in it. */
export interface Excerpt {
  readonly text: string;
  /** The place, in `text`. */
  readonly span: Span;
  /** Id of the language of the document. */
  readonly language: string;
  /** Where a range of the text is in the document. */
  rangeOf(span: Span): vscode.Range;
}

/** The document around a place of it, [start, end) in UTF-16 units; all of one that is not large. */
export function excerptOf(document: vscode.TextDocument, { start, end }: Span, reach = REACH): Excerpt {
  const first = atLineStart(document, Math.max(0, start - reach.before), reach.before);
  const last = document.positionAt(end + reach.behind);
  return {
    text: document.getText(new vscode.Range(document.positionAt(first), last)),
    span: { start: start - first, end: end - first },
    language: document.languageId,
    rangeOf: (span) => new vscode.Range(document.positionAt(first + span.start), document.positionAt(first + span.end)),
  };
}

export function spanOf(document: vscode.TextDocument, range: vscode.Range): Span {
  return { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
}

/** The start of the line, unless that is `far`. */
function atLineStart(document: vscode.TextDocument, offset: number, far: number): number {
  const start = document.offsetAt(document.positionAt(offset).with({ character: 0 }));
  return offset - start < far ? start : offset;
}
