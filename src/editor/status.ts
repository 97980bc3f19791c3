import * as vscode from 'vscode';
import type { EditorEngine } from './engine.js';
import { failureText, languageStatus, statusView } from './statusView.js';

/** The status bar item and the language status. A failure that a person must mend is also told once in a message. */
export function showStatus(engine: EditorEngine): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('cloze.status', vscode.StatusBarAlignment.Right, 100);
  item.name = 'Cloze';
  const language = vscode.languages.createLanguageStatusItem('cloze.model', { pattern: '**' });
  language.name = 'Cloze';
  language.command = { command: 'cloze.menu', title: vscode.l10n.t('Commands') };
  let told = '';

  const update = () => {
    const { state } = engine;
    const view = statusView(state, vscode.l10n.t);
    item.command = view.isError ? 'cloze.showLog' : 'cloze.menu';
    item.text = view.text;
    item.tooltip = view.tooltip;
    item.accessibilityInformation = { label: view.tooltip, role: 'button' };
    item.backgroundColor = view.isError ? new vscode.ThemeColor('statusBarItem.errorBackground') : undefined;
    Object.assign(language, languageStatus(state, vscode.l10n.t));
    language.busy = state.kind === 'loading';
    const { Error: failed, Information: fine } = vscode.LanguageStatusSeverity;
    language.severity = view.isError ? failed : fine;
    // A crash or a hang mends itself by a restart; the log has it.
    if (state.kind !== 'failed' || state.error.code === 'engine-crashed' || state.error.code === 'engine-hung') return;
    const failure = failureText(state.error, vscode.l10n.t);
    if (failure !== told) void tell(failure);
    told = failure;
  };

  update();
  item.show();
  return vscode.Disposable.from(item, language, engine.onDidChangeState(update));
}

async function tell(message: string): Promise<void> {
  const showLog = vscode.l10n.t('Show Log');
  const openSettings = vscode.l10n.t('Open Settings');
  const choice = await vscode.window.showErrorMessage(`Cloze: ${message}`, showLog, openSettings);
  if (choice === showLog) await vscode.commands.executeCommand('cloze.showLog');
  if (choice === openSettings) await vscode.commands.executeCommand('workbench.action.openSettings', 'cloze.');
}
