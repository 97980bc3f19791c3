import * as vscode from 'vscode';

const COMMAND = 'cloze.unmask';
/** A letter that is typed at the same moment makes VS Code refuse an edit. */
const TRIES = 5;

/** Takes the mask away once `masked`, which ends before the word, was written at `start`; one step together with that. */
export function unmaskCommand({ uri }: vscode.TextDocument, start: vscode.Position, masked: string): vscode.Command {
  return { command: COMMAND, title: '', arguments: [uri.toString(), start.line, start.character, masked] };
}

/** For accepted ghost text; no command for people. */
export function registerUnmask(): vscode.Disposable {
  return vscode.commands.registerCommand(
    COMMAND,
    async (uri: string, line: number, character: number, masked: string) => {
      const range = new vscode.Range(line, character, line, character + masked.length);
      for (let tries = 0; tries < TRIES; tries++) {
        const editor = vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri);
        if (editor?.document.getText(range) !== masked) return;
        const asOne = { undoStopBefore: false, undoStopAfter: true };
        if (await editor.edit((builder) => builder.delete(range), asOne)) return;
      }
    },
  );
}
