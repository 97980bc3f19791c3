import * as vscode from 'vscode';
import { registerEditorCommand } from '../activeEditor.js';
import type { EditorEngine } from '../engine.js';
import { tellFailure } from '../failure.js';
import { compareTwo } from './compareTwo.js';
import { SimilarSearch } from './findSimilar.js';
import { MatrixPanel } from './matrixPanel.js';
import { type Passage, partsOf, selectedPassages } from './passages.js';
import { Pin } from './pin.js';
import { registerSimilarityTool } from './tool.js';

/** Comparing selections, and finding sentences like one. */
export function registerSimilarity(context: vscode.ExtensionContext, engine: EditorEngine): vscode.Disposable {
  const pin = new Pin();
  const matrix = new MatrixPanel(engine);
  const search = new SimilarSearch(engine);

  const compare = async (passages: readonly Passage[]) => {
    const [a, b, ...more] = passages;
    if (a && b && more.length === 0) await compareTwo(engine, [a, b]);
    else if (passages.length > 2) await matrix.show(passages);
    else tell(vscode.l10n.t('Cloze: select two or more texts, or one with several lines or sentences.'));
  };
  const told =
    <A extends unknown[], T>(task: (...args: A) => Promise<T>) =>
    (...args: A) =>
      task(...args).catch(tellFailure);

  return vscode.Disposable.from(
    pin,
    matrix,
    search,
    registerEditorCommand(
      'cloze.compareSelections',
      told(async (editor: vscode.TextEditor) => {
        const selected = selectedPassages(editor);
        const [only] = selected;
        await compare(only && selected.length === 1 ? partsOf(editor.document, only) : selected);
      }),
    ),
    registerEditorCommand('cloze.pinSelection', (editor) => {
      const [passage] = selectedPassages(editor);
      if (passage) pin.set(passage);
      else tell(vscode.l10n.t('Cloze: select the text to pin.'));
    }),
    registerEditorCommand(
      'cloze.compareWithPinned',
      told(async (editor: vscode.TextEditor) => {
        const selected = selectedPassages(editor);
        if (!pin.passage) tell(vscode.l10n.t('Cloze: nothing is pinned; select a text and pin it first.'));
        else if (selected.length === 0) tell(vscode.l10n.t('Cloze: select the text to compare with the pinned one.'));
        else await compare([pin.passage, ...selected]);
      }),
    ),
    vscode.commands.registerCommand('cloze.clearPin', () => pin.set(undefined)),
    vscode.commands.registerCommand('cloze.pinMenu', () => pin.menu()),
    registerEditorCommand(
      'cloze.findSimilar',
      told((editor: vscode.TextEditor) => search.find(editor)),
    ),
    vscode.commands.registerCommand(
      'cloze.refreshSimilar',
      told(() => search.again()),
    ),
    vscode.commands.registerCommand('cloze.clearSimilar', () => search.clear()),
    vscode.commands.registerCommand('cloze.showSimilar', (passage: unknown) => search.show(passage)),
    registerSimilarityTool(context, engine),
  );
}

function tell(message: string): void {
  void vscode.window.showInformationMessage(message);
}
