import * as vscode from 'vscode';

/** An editor on a new document, with the cursor or the selections where `‹` and `›` stand; `^` is a cursor. */
export async function editorOn(marked: string, language = 'plaintext'): Promise<vscode.TextEditor> {
  const marks = /[‹›^]/g;
  const document = await vscode.workspace.openTextDocument({ content: marked.replace(marks, ''), language });
  const editor = await vscode.window.showTextDocument(document);
  const at = [...marked.matchAll(marks)].map(({ 0: mark, index }, i) => ({
    mark,
    position: document.positionAt(index - i),
  }));
  editor.selections = at.flatMap(({ mark, position }, i) => {
    if (mark === '^') return [new vscode.Selection(position, position)];
    return mark === '‹' ? [new vscode.Selection(position, at[i + 1]?.position ?? position)] : [];
  });
  return editor;
}

/**
 * Runs a command that asks in a list, and takes what has the focus there until the command is done.
 */
export async function take(command: string, ...args: unknown[]): Promise<void> {
  let done = false;
  const running = Promise.resolve(vscode.commands.executeCommand(command, ...args)).finally(() => {
    done = true;
  });
  while (!done) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    if (!done) await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
  }
  await running;
}

/** Presses Escape until a command is done that asks in a list, which on a busy machine may open late. */
export async function closed(running: Thenable<unknown>): Promise<void> {
  let done = false;
  const ending = Promise.resolve(running).finally(() => {
    done = true;
  });
  while (!done) {
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await ending;
}

/** Runs a command that asks in a list, looks at what happens meanwhile, and presses Escape. */
export async function dismiss(command: string, milliseconds: number): Promise<void> {
  const running = vscode.commands.executeCommand(command);
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  await vscode.commands.executeCommand('workbench.action.quickOpenSelectNext');
  await closed(running);
}
