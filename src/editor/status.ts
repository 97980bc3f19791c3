import * as vscode from 'vscode';
import type { EditorEngine } from './engine.js';
import { failureText, statusView } from './statusView.js';

/** The status bar item. A failure that a person must mend is also told once in a message. */
export function showStatus(engine: EditorEngine): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('cloze.status', vscode.StatusBarAlignment.Right, 100);
  item.name = 'Cloze';
  item.command = 'cloze.showLog';
  let told = '';

  const update = () => {
    const { state } = engine;
    const view = statusView(state, vscode.l10n.t);
    item.text = view.text;
    item.tooltip = view.tooltip;
    item.accessibilityInformation = { label: view.tooltip, role: 'button' };
    item.backgroundColor = view.isError ? new vscode.ThemeColor('statusBarItem.errorBackground') : undefined;
    // A crash or a hang mends itself by a restart; the log has it.
    if (state.kind !== 'failed' || state.error.code === 'engine-crashed' || state.error.code === 'engine-hung') return;
    const failure = failureText(state.error, vscode.l10n.t);
    if (failure !== told) void tell(failure);
    told = failure;
  };

  update();
  item.show();
  return vscode.Disposable.from(item, engine.onDidChangeState(update));
}

async function tell(message: string): Promise<void> {
  const showLog = vscode.l10n.t('Show Log');
  const openSettings = vscode.l10n.t('Open Settings');
  const choice = await vscode.window.showErrorMessage(`Cloze: ${message}`, showLog, openSettings);
  if (choice === showLog) await vscode.commands.executeCommand('cloze.showLog');
  if (choice === openSettings) await vscode.commands.executeCommand('workbench.action.openSettings', 'cloze.');
}
