import * as vscode from 'vscode';
import { MASK_SPELLINGS } from '../../core/masks.js';
import { wordAt } from '../../core/wordAt.js';
import { apart, applyEdits } from '../edits.js';
import { readSettings } from '../settings.js';
import { maskRange } from './maskRange.js';

/**
 * `Cloze: Insert Mask`: each selection, or the word at each cursor, becomes a mask; where there is neither, one is put in.
 * The cursors go behind the masks, where words are asked for.
 */
export async function insertMask(editor: vscode.TextEditor): Promise<void> {
  const { document } = editor;
  const { maskSpelling } = readSettings(document);
  const mask = maskSpelling || (MASK_SPELLINGS[0] as string);
  const ranges = editor.selections.map((selection) => rangeFor(document, selection, maskSpelling));
  const edits = apart(ranges.map((range) => ({ range, text: mask })));
  const starts = edits.map(({ range }) => document.offsetAt(range.start));
  const lengths = edits.map(({ range }) => document.offsetAt(range.end) - document.offsetAt(range.start));
  const isChanged = edits.some(({ range }) => document.getText(range) !== mask);
  if (isChanged && !(await applyEdits(editor, edits))) return;
  let shift = 0;
  editor.selections = starts.map((start, i) => {
    const end = document.positionAt(start + shift + mask.length);
    shift += mask.length - (lengths[i] as number);
    return new vscode.Selection(end, end);
  });
}

/** What becomes a mask. A mask stays one. */
function rangeFor(document: vscode.TextDocument, selection: vscode.Selection, spelling: string): vscode.Range {
  if (!selection.isEmpty) return selection;
  const { active } = selection;
  const mask = maskRange(document, active, spelling);
  if (mask) return mask;
  const word = wordAt(document.lineAt(active.line).text, active.character);
  return word ? new vscode.Range(active.line, word.start, active.line, word.end) : selection;
}
