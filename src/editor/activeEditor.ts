import * as vscode from 'vscode';

/** A command on the text editor that has the focus. What it returns can be waited for and seen, which VS Code's own text editor commands do not allow. */
export function registerEditorCommand(
  name: string,
  run: (editor: vscode.TextEditor, argument: unknown) => unknown,
): vscode.Disposable {
  return vscode.commands.registerCommand(name, async (argument: unknown) => {
    const editor = vscode.window.activeTextEditor;
    if (editor) return run(editor, argument);
    void vscode.window.showInformationMessage(vscode.l10n.t('Cloze: open a text first.'));
    return undefined;
  });
}
