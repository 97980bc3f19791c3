import * as vscode from 'vscode';

/** A range of a document, and what is to stand there. */
export interface Edit {
  readonly range: vscode.Range;
  readonly text: string;
}

/** In the order of the document, without those that overlap an earlier one. */
export function apart(edits: readonly Edit[]): Edit[] {
  const sorted = [...edits].sort((a, b) => a.range.start.compareTo(b.range.start));
  const kept: Edit[] = [];
  for (const edit of sorted) if (kept.at(-1)?.range.end.isAfter(edit.range.start) !== true) kept.push(edit);
  return kept;
}

/** Makes the edits in one step that one undo takes back. A document that cannot be edited stays as it is, and a message says so. */
export async function applyEdits(editor: vscode.TextEditor, edits: readonly Edit[]): Promise<boolean> {
  if (edits.length === 0) return true;
  const done = await editor.edit((builder) => {
    for (const { range, text } of apart(edits)) builder.replace(range, text);
  });
  if (!done) void vscode.window.showWarningMessage(vscode.l10n.t('Cloze: this document cannot be edited.'));
  return done;
}
