import * as vscode from 'vscode';
import { toClozeError } from '../../core/errors.js';
import type { Span } from '../../core/masks.js';
import { registerEditorCommand } from '../activeEditor.js';
import { type EditorEngine, isGivenUp } from '../engine.js';
import { spanOf } from '../excerpt.js';
import { tellFailure } from '../failure.js';
import { listMarks } from './diagnostics.js';
import { drawMarks } from './draw.js';
import { offerFixes } from './fixes.js';
import { hoverOnMarks } from './hover.js';
import { IgnoredWords } from './ignored.js';
import { type Scored, type ScoringOptions, score } from './scoring.js';
import { MarkStore } from './store.js';

/** So much is scored while a person waits; what is longer makes way for other requests. In UTF-16 units. */
const SHORT = 2000;
/** Without a selection, the paragraph: lines on either side of the cursor. */
const MOST_LINES = 100;
const TOLD_MILLISECONDS = 15_000;

/** `Cloze: Score Selection`: marks the words that the model finds unlikely in their places. */
export function registerScore(engine: EditorEngine, state: vscode.Memento): vscode.Disposable {
  const store = new MarkStore();
  const ignored = new IgnoredWords(state);
  const running = new Map<vscode.TextDocument, vscode.CancellationTokenSource>();

  const run = async ({ document, selections }: vscode.TextEditor) => {
    running.get(document)?.cancel();
    const cancel = new vscode.CancellationTokenSource();
    running.set(document, cancel);
    try {
      const stretches = stretchesOf(document, selections);
      const length = stretches.reduce((sum, { start, end }) => sum + end - start, 0);
      const scored = await withProgress(length, cancel, async (options) => {
        const prose = await score(engine, store, ignored, document, stretches, options);
        // Where there is no prose, somebody wants the code scored.
        if (prose.words > 0) return prose;
        return score(engine, store, ignored, document, stretches, { ...options, language: 'plaintext' });
      });
      tell(scored);
    } catch (error) {
      if (!isGivenUp(toClozeError(error))) await tellFailure(error);
    } finally {
      if (running.get(document) === cancel) running.delete(document);
      cancel.dispose();
    }
  };

  return vscode.Disposable.from(
    store,
    drawMarks(store),
    listMarks(store),
    offerFixes(store, ignored),
    hoverOnMarks(store),
    registerEditorCommand('cloze.score', run),
    vscode.commands.registerCommand('cloze.clearMarks', () => {
      for (const cancel of running.values()) cancel.cancel();
      store.clearAll();
    }),
    registerEditorCommand('cloze.forgetIgnored', async ({ document }) => {
      const words = await ignored.forgetInFile(document);
      void vscode.window.showInformationMessage(
        vscode.l10n.t('Cloze: words no longer ignored in this file: {0}.', words),
      );
    }),
  );
}

/** What is selected; without that, the paragraph at the cursor. */
function stretchesOf(document: vscode.TextDocument, selections: readonly vscode.Selection[]): Span[] {
  const selected = selections.filter(({ isEmpty }) => !isEmpty);
  if (selected.length > 0) return selected.map((it) => spanOf(document, it)).sort((a, b) => a.start - b.start);
  const line = selections[0]?.active.line ?? 0;
  const isText = (i: number) => i >= 0 && i < document.lineCount && !document.lineAt(i).isEmptyOrWhitespace;
  let first = line;
  let last = line;
  while (isText(first - 1) && line - first < MOST_LINES) first -= 1;
  while (isText(last + 1) && last - line < MOST_LINES) last += 1;
  return [spanOf(document, new vscode.Range(document.lineAt(first).range.start, document.lineAt(last).range.end))];
}

/** What takes long can be cancelled in a notification; what does not is shown in the status bar. */
function withProgress<T>(
  length: number,
  cancel: vscode.CancellationTokenSource,
  task: (options: ScoringOptions) => Promise<T>,
): Thenable<T> {
  const isShort = length <= SHORT;
  const location = isShort ? vscode.ProgressLocation.Window : vscode.ProgressLocation.Notification;
  const title = vscode.l10n.t('Cloze scores the text');
  return vscode.window.withProgress({ location, title, cancellable: true }, async (progress, token) => {
    const listener = token.onCancellationRequested(() => cancel.cancel());
    const lane = isShort ? 'interactive' : 'background';
    const onProgress = (done: number) => progress.report({ increment: (100 * done) / Math.max(1, length) });
    return task({ language: '', lane, token: cancel.token, onProgress }).finally(() => listener.dispose());
  });
}

function tell({ words, logprob }: Scored): void {
  if (words === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Cloze: there is no word to score.'));
    return;
  }
  const perplexity = Math.exp(-logprob / words).toFixed(1);
  const sum = vscode.l10n.t('Cloze: pseudo-perplexity {0} a word, words: {1}', perplexity, words);
  vscode.window.setStatusBarMessage(sum, TOLD_MILLISECONDS);
}
