import * as vscode from 'vscode';
import type { EditorEngine } from '../engine.js';

/** Whether the model is known to be none for masks; then a person is told so. */
export function isUnfit({ state }: EditorEngine): boolean {
  if (state.kind !== 'ready' || state.info.canFill) return false;
  const told = vscode.l10n.t('Cloze: the model {0} cannot fill masks; it only compares.', state.info.name);
  void vscode.window.showInformationMessage(told);
  return true;
}
