import * as vscode from 'vscode';
import { isRecord } from '../core/json.js';
import type { EditorEngine } from '../editor/engine.js';
import { tellFailure } from '../editor/failure.js';
import type { PoolSource } from '../protocol/pool.js';
import { POOL_VIEW, PoolPanel } from './poolPanel.js';
import { sourceFor } from './poolSource.js';

/**
 * `Cloze: Compare Pooling Methods`, and the panel that comes back with the window. Other parts of Cloze may give the
 * command `{ texts, title }` to compare.
 */
export function registerPoolPanel(engine: EditorEngine, extensionUri: vscode.Uri): vscode.Disposable {
  let open: PoolPanel | undefined;
  const take = (panel: vscode.WebviewPanel, source?: PoolSource) => {
    const own = new PoolPanel(panel, extensionUri, engine, source);
    open = own;
    panel.onDidDispose(() => {
      if (open === own) open = undefined;
    });
  };
  const compare = async (given: unknown) => {
    try {
      const source = isSource(given) ? given : await sourceFor(vscode.window.activeTextEditor);
      if (!source) return;
      if (open) open.show(source);
      else {
        const title = vscode.l10n.t('Pooling Methods');
        const column = vscode.window.activeTextEditor ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
        take(vscode.window.createWebviewPanel(POOL_VIEW, title, column), source);
      }
    } catch (error) {
      await tellFailure(error);
    }
  };
  return vscode.Disposable.from(
    vscode.commands.registerCommand('cloze.comparePooling', compare),
    vscode.window.registerWebviewPanelSerializer(POOL_VIEW, {
      async deserializeWebviewPanel(panel) {
        take(panel);
      },
    }),
    new vscode.Disposable(() => open?.dispose()),
  );
}

function isSource(value: unknown): value is PoolSource {
  return (
    isRecord(value) &&
    typeof value['title'] === 'string' &&
    Array.isArray(value['texts']) &&
    value['texts'].every((text) => typeof text === 'string')
  );
}
