import * as vscode from 'vscode';
import type { Span } from '../../core/masks.js';
import { sentences } from '../../core/sentences/index.js';

/** A stretch of a document, as it was when it was read. */
export interface Passage {
  readonly text: string;
  readonly uri: vscode.Uri;
  readonly range: vscode.Range;
}

/** What is selected and is not blank, in the order of the document. */
export function selectedPassages({ document, selections }: vscode.TextEditor): Passage[] {
  const ordered = [...selections].sort((a, b) => a.start.compareTo(b.start));
  return ordered.flatMap((range) => passageOf(document, range) ?? []);
}

/** Without white space at its ends; undefined when there is nothing else. */
export function passageOf(document: vscode.TextDocument, range: vscode.Range): Passage | undefined {
  const whole = document.getText(range);
  const text = whole.trim();
  if (text === '') return undefined;
  const start = document.offsetAt(range.start) + whole.indexOf(text);
  return { text, uri: document.uri, range: rangeOf(document, { start, end: start + text.length }) };
}

/** The lines of a passage, or the sentences when there is one line; the passage itself when it has only one. */
export function partsOf(document: vscode.TextDocument, passage: Passage): Passage[] {
  const offset = document.offsetAt(passage.range.start);
  const parts = (spans: readonly Span[]) =>
    spans.flatMap(
      ({ start, end }) => passageOf(document, rangeOf(document, { start: offset + start, end: offset + end })) ?? [],
    );
  const lines = parts(
    [...passage.text.matchAll(/[^\r\n]+/g)].map(({ 0: line, index }) => ({ start: index, end: index + line.length })),
  );
  return lines.length > 1 ? lines : parts(sentences(passage.text));
}

/** Goes to a passage; where the document has changed, to where its text stands now, nearest to where it was. */
export async function revealPassage({ uri, range, text }: Passage, preserveFocus = false): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  const shown = vscode.window.visibleTextEditors.find((editor) => editor.document === document);
  const viewColumn = shown?.viewColumn ?? vscode.window.activeTextEditor?.viewColumn ?? vscode.ViewColumn.One;
  const selection = rangeNow(document, { range, text });
  await vscode.window.showTextDocument(document, { selection, preserveFocus, preview: true, viewColumn });
}

/** File and line, for a list. */
export function placeOf({ uri, range }: Passage): string {
  return `${vscode.workspace.asRelativePath(uri, false).split('/').at(-1)}:${range.start.line + 1}`;
}

/** Where the text of a passage stands now: nearest to where it was; where it was, when it is gone. */
export function rangeNow(document: vscode.TextDocument, { text, range }: Omit<Passage, 'uri'>): vscode.Range {
  return document.getText(range) === text ? range : (findAgain(document, text, range) ?? range);
}

function findAgain(document: vscode.TextDocument, text: string, near: vscode.Range): vscode.Range | undefined {
  const all = document.getText();
  const before = document.offsetAt(near.start);
  let best: number | undefined;
  for (let at = all.indexOf(text); at >= 0; at = all.indexOf(text, at + 1)) {
    if (best !== undefined && Math.abs(at - before) >= Math.abs(best - before)) break;
    best = at;
  }
  return best === undefined ? undefined : rangeOf(document, { start: best, end: best + text.length });
}

function rangeOf(document: vscode.TextDocument, { start, end }: Span): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}
