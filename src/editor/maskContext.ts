import * as vscode from 'vscode';
import { findMasks, maskAt, type Span } from '../core/masks.js';
import { excerptAround } from '../core/windows.js';

/** How much text on either side of the cursor goes to the engine, in UTF-16 units; it cuts it to the token. */
const REACH = 4000;

/** A mask at the cursor, with the text around it. */
export interface MaskContext {
  readonly text: string;
  /** All masks in `text`. */
  readonly masks: readonly Span[];
  /** Which of them is at the cursor. */
  readonly index: number;
  /** Where it stands in the document. */
  readonly range: vscode.Range;
}

/** @returns undefined when no mask is at the position */
export function maskContext(
  document: vscode.TextDocument,
  position: vscode.Position,
  spellings: readonly string[],
): MaskContext | undefined {
  const cursor = document.offsetAt(position);
  const near = new vscode.Range(document.positionAt(cursor - REACH), document.positionAt(cursor + REACH));
  const nearText = document.getText(near);
  const nearStart = document.offsetAt(near.start);
  const excerpt = excerptAround(nearText, cursor - nearStart, REACH);
  const text = nearText.slice(excerpt.start, excerpt.end);
  const start = nearStart + excerpt.start;

  const masks = findMasks(text, spellings);
  const mask = maskAt(masks, cursor - start);
  if (!mask) return undefined;
  const range = new vscode.Range(document.positionAt(start + mask.start), document.positionAt(start + mask.end));
  return { text, masks, index: masks.indexOf(mask), range };
}
