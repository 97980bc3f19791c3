import * as vscode from 'vscode';

/** The places of the sample, by what can be tried there: a text of it, and a command to run with the cursor behind that. */
const PLACES: Readonly<Record<string, { readonly behind: string; readonly command: string }>> = {
  mask: { behind: 'She opened the [MASK]', command: 'editor.action.triggerSuggest' },
  replace: { behind: 'We had a wonderf', command: 'cloze.replace' },
  rank: { behind: 'The weather has/ha', command: 'cloze.rank' },
  score: { behind: 'He put the pur', command: 'cloze.score' },
};

/** `Cloze: Open Sample Document`; the steps of the walkthrough name a place, and what is to be tried happens there. */
export function registerSample(context: vscode.ExtensionContext): vscode.Disposable {
  return vscode.commands.registerCommand('cloze.openSample', async (name: unknown) => {
    const editor = await openSample(context);
    const place = typeof name === 'string' && Object.hasOwn(PLACES, name) ? PLACES[name] : undefined;
    if (!place) return;
    const at = editor.document.getText().indexOf(place.behind);
    if (at >= 0) {
      const cursor = editor.document.positionAt(at + place.behind.length);
      editor.selection = new vscode.Selection(cursor, cursor);
      editor.revealRange(editor.selection, vscode.TextEditorRevealType.InCenter);
      void vscode.commands.executeCommand(place.command);
    }
    await vscode.commands.executeCommand('setContext', `cloze.tried.${name}`, true);
  });
}

/** A copy of the reader's own, made anew unless it is being edited. */
async function openSample({ extensionUri, globalStorageUri }: vscode.ExtensionContext): Promise<vscode.TextEditor> {
  const folder = vscode.Uri.joinPath(extensionUri, 'media', 'walkthrough');
  const translated = vscode.Uri.joinPath(folder, `sample.${vscode.env.language.toLowerCase()}.md`);
  const source = await vscode.workspace.fs.stat(translated).then(
    () => translated,
    () => vscode.Uri.joinPath(folder, 'sample.md'),
  );
  const copy = vscode.Uri.joinPath(globalStorageUri, 'Cloze.md');
  const content = await vscode.workspace.fs.readFile(source);
  const open = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === copy.toString());
  if (!open) {
    await vscode.workspace.fs.createDirectory(globalStorageUri);
    await vscode.workspace.fs.writeFile(copy, content);
  } else if (!open.isDirty) {
    await restore(open, new TextDecoder().decode(content));
  }
  const document = await vscode.workspace.openTextDocument(copy);
  return vscode.window.showTextDocument(document, vscode.ViewColumn.Active);
}

/** An open document would notice only later that its file was written. */
async function restore(document: vscode.TextDocument, content: string): Promise<void> {
  const whole = document.getText();
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(document.positionAt(0), document.positionAt(whole.length)), content);
  if (whole.replaceAll('\r\n', '\n') === content || !(await vscode.workspace.applyEdit(edit))) return;
  await document.save();
}
