import * as vscode from 'vscode';
import { sampled } from '../core/comparison/sampling.js';
import type { PoolSource } from '../protocol/pool.js';
import { selectedTexts } from './poolSource.js';

/** A selection that grows is compared when it has come to rest. */
const REST_MILLISECONDS = 400;

/** Tells what is selected whenever that changes and there are two texts to compare. */
export function follow(tell: (source: PoolSource) => void): vscode.Disposable {
  let timer: NodeJS.Timeout | undefined;
  let last = '';
  const look = (editor: vscode.TextEditor) => {
    const texts = selectedTexts(editor);
    const key = JSON.stringify(texts);
    if (texts.length < 2 || key === last) return;
    last = key;
    tell({ title: vscode.l10n.t('the selection'), ...sampled({ texts }) });
  };
  const listener = vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
    clearTimeout(timer);
    timer = setTimeout(() => look(textEditor), REST_MILLISECONDS);
  });
  return new vscode.Disposable(() => {
    clearTimeout(timer);
    listener.dispose();
  });
}
