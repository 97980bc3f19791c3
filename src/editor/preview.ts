import * as vscode from 'vscode';
import { apart, type Edit } from './edits.js';

/**
 * Shows edits of a document as if they were made: by decorations only, so that the document, whether it is saved, and what
 * can be undone stay as they are.
 */
export class Preview implements vscode.Disposable {
  readonly #type = vscode.window.createTextEditorDecorationType({
    textDecoration: 'none; display: none',
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });

  constructor(private readonly editor: vscode.TextEditor) {}

  show(edits: readonly Edit[]): void {
    const options = apart(edits).map(({ range, text }): vscode.DecorationOptions => {
      const before = {
        contentText: text,
        backgroundColor: new vscode.ThemeColor('diffEditor.insertedTextBackground'),
        fontStyle: 'normal',
      };
      return { range, renderOptions: { before } };
    });
    this.editor.setDecorations(this.#type, options);
  }

  dispose(): void {
    this.#type.dispose();
  }
}
