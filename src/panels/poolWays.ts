import * as vscode from 'vscode';
import type { PoolExport } from '../protocol/pool.js';

/** Languages of VS Code for what leaves the panel; it has none for CSV. */
const LANGUAGES = { csv: 'plaintext', json: 'json', markdown: 'markdown', svg: 'xml' } as const;

/** Puts what the panel made onto the clipboard, or into a new document beside it. */
export async function deliver({ text, as, to }: PoolExport): Promise<void> {
  if (to === 'clipboard') {
    await vscode.env.clipboard.writeText(text);
    vscode.window.setStatusBarMessage(vscode.l10n.t('Copied'), 3000);
    return;
  }
  const document = await vscode.workspace.openTextDocument({ content: text, language: LANGUAGES[as] });
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preview: false });
}

/** Asks for the folder of a second model. */
export async function chooseModel(): Promise<string | undefined> {
  const [folder] =
    (await vscode.window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      openLabel: vscode.l10n.t('Compare With This Model'),
      title: vscode.l10n.t('The folder of a second model, as the Hugging Face hub publishes it'),
    })) ?? [];
  return folder?.fsPath;
}
