import * as vscode from 'vscode';
import { diagnosisText } from '../client/doctor.js';
import type { EditorEngine } from './engine.js';

/** `Cloze: Diagnose`: the report opens as a document, to be read and copied. */
export async function showDiagnosis(engine: EditorEngine): Promise<void> {
  const title = vscode.l10n.t('Cloze tries every way of running the model');
  const diagnosis = await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title }, () =>
    engine.diagnose(),
  );
  const document = await vscode.workspace.openTextDocument({
    content: diagnosisText(diagnosis),
    language: 'markdown',
  });
  await vscode.window.showTextDocument(document);
}
