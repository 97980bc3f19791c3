import * as vscode from 'vscode';
import type { Place } from '../../core/prose/reading.js';

/**
 * How much of a document goes to the engine, in UTF-16 units: before a place, so much as it takes to find out at a
 * keystroke whether prose is written there, and the model's context behind it.
 */
const BEFORE = 32_768;
const BEHIND = 4200;

/** A place of a document with the text around it, which begins with a line unless that is long. */
export function placeAt(document: vscode.TextDocument, position: vscode.Position): Place {
  const cursor = document.offsetAt(position);
  const first = document.positionAt(cursor - BEFORE);
  const start = first.character > 0 && first.line < position.line ? new vscode.Position(first.line + 1, 0) : first;
  const end = document.positionAt(cursor + BEHIND);
  return {
    text: document.getText(new vscode.Range(start, end)),
    offset: cursor - document.offsetAt(start),
    language: document.languageId,
  };
}
