import * as vscode from 'vscode';
import { findMasks, maskAt } from '../../core/masks.js';
import { excerptAround } from '../../core/windows.js';

/** No mask is longer, in UTF-16 units. */
const LONGEST = 2100;

/** The range of the mask that a position touches; only its line is looked at. */
export function maskRange(
  document: vscode.TextDocument,
  { line, character }: vscode.Position,
  spelling: string,
): vscode.Range | undefined {
  const { text } = document.lineAt(line);
  const { start, end } = excerptAround(text, character, LONGEST);
  const mask = maskAt(findMasks(text.slice(start, end), [spelling]), character - start);
  return mask && new vscode.Range(line, start + mask.start, line, start + mask.end);
}
