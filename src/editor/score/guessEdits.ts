import type * as vscode from 'vscode';
import type { Mark } from '../../core/marks.js';
import { inLetterCase, letterCaseOf } from '../../core/methods/letterCase.js';
import { editsFor } from '../../core/methods/replaceEdits.js';
import type { Edit } from '../edits.js';
import { excerptOf } from '../excerpt.js';

/** What tells the language and the article. In UTF-16 units. */
const REACH = { before: 400, behind: 400 };

/** What to change so that a better word stands in the place of a marked one: written as it is, with the right article before it. */
export function guessEdits(document: vscode.TextDocument, mark: Mark, guess: string): { word: string; edits: Edit[] } {
  const { text, span, rangeOf } = excerptOf(document, mark, REACH);
  const isLower = guess === guess.toLowerCase();
  const word = isLower ? inLetterCase(guess, letterCaseOf(mark.word)) : guess;
  return { word, edits: editsFor(text, span, word).map((edit) => ({ range: rangeOf(edit), text: edit.text })) };
}
