import * as vscode from 'vscode';
import { findMasks } from '../core/masks.js';
import type { EditorEngine } from './engine.js';
import { readSettings } from './settings.js';

/** Loads the model when masks come into view, before anybody asks for words; not where Cloze is off. */
export function warmUpOnMasks(engine: EditorEngine): vscode.Disposable {
  const look = (editor: vscode.TextEditor | undefined) => {
    if (!editor || engine.state.kind !== 'idle') return;
    const { enable, maskSpelling } = readSettings(editor.document);
    if (!enable) return;
    const inView = editor.visibleRanges.map((range) => editor.document.getText(range));
    if (inView.some((text) => findMasks(text, [maskSpelling]).length > 0)) engine.warm();
  };
  look(vscode.window.activeTextEditor);
  return vscode.Disposable.from(
    vscode.window.onDidChangeActiveTextEditor(look),
    vscode.window.onDidChangeTextEditorVisibleRanges(({ textEditor }) => look(textEditor)),
  );
}
