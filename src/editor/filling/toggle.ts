import * as vscode from 'vscode';
import { readSettings } from '../settings.js';

/** `Cloze: Turn On or Off for This Language`, everywhere. */
export function toggleLanguage(editor: vscode.TextEditor): Promise<void> {
  return toggle(editor.document, vscode.ConfigurationTarget.Global, true);
}

/** `Cloze: Turn On or Off in This Workspace`, for every language that has no setting of its own. */
export async function toggleWorkspace(): Promise<void> {
  if (vscode.workspace.workspaceFolders) return toggle(undefined, vscode.ConfigurationTarget.Workspace, false);
  void vscode.window.showInformationMessage(vscode.l10n.t('Cloze: no workspace is open.'));
}

/** Whether Cloze is off for a document; then a person is told so, and offered to turn it on. */
export async function isOff(document: vscode.TextDocument): Promise<boolean> {
  if (readSettings(document).enable) return false;
  const turnOn = vscode.l10n.t('Turn On');
  const told = vscode.l10n.t('Cloze is off for “{0}” here.', document.languageId);
  if ((await vscode.window.showInformationMessage(told, turnOn)) !== turnOn) return true;
  await toggle(document, vscode.ConfigurationTarget.Global, true);
  return !readSettings(document).enable;
}

async function toggle(
  document: vscode.TextDocument | undefined,
  target: vscode.ConfigurationTarget,
  ofLanguage: boolean,
): Promise<void> {
  const isOn = readSettings(document).enable;
  const section = vscode.workspace.getConfiguration('cloze', document);
  await section.update('enable', !isOn, target, ofLanguage);
  const { t } = vscode.l10n;
  const where = document ? `“${document.languageId}”` : t('this workspace');
  const told = readSettings(document).enable ? t('Cloze is on for {0}.', where) : t('Cloze is off for {0}.', where);
  vscode.window.setStatusBarMessage(told, 5000);
}
