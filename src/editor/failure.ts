import * as vscode from 'vscode';
import { toClozeError } from '../core/errors.js';
import { isGivenUp } from './engine.js';

/** Tells a person why what they asked for did not happen; nothing when they gave up themselves. */
export async function tellFailure(thrown: unknown): Promise<void> {
  const error = toClozeError(thrown);
  if (isGivenUp(error)) return;
  const showLog = vscode.l10n.t('Show Log');
  const choice = await vscode.window.showErrorMessage(`Cloze: ${error.message}`, showLog);
  if (choice === showLog) await vscode.commands.executeCommand('cloze.showLog');
}
