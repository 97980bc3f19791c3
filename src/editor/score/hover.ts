import * as vscode from 'vscode';
import type { Mark } from '../../core/marks.js';
import { USE_GUESS } from './fixes.js';
import { guessEdits } from './guessEdits.js';
import { type MarkStore, rangeOf } from './store.js';

/** The number of a marked word, and what the model would rather have. */
export function hoverOnMarks(store: MarkStore): vscode.Disposable {
  return vscode.languages.registerHoverProvider(
    { pattern: '**' },
    {
      provideHover(document, position) {
        const mark = store.at(document, position);
        return mark && new vscode.Hover(textFor(document, mark), rangeOf(document, mark));
      },
    },
  );
}

function textFor(document: vscode.TextDocument, mark: Mark): vscode.MarkdownString {
  const { word, score, start } = mark;
  const { logprob, tokens, guesses = [] } = score;
  const text = new vscode.MarkdownString('', true);
  text.isTrusted = { enabledCommands: [USE_GUESS] };
  const likely = rounded(Math.exp(-logprob));
  text.appendText(vscode.l10n.t('“{0}” has {1} nats here: 1 in {2}.', word, logprob.toFixed(2), likely));
  if (tokens.length > 1) {
    text.appendMarkdown('\n\n');
    text.appendText(
      vscode.l10n.t('Pieces: {0}', tokens.map((it) => `${it.text} ${it.logprob.toFixed(2)}`).join(' · ')),
    );
  }
  if (guesses.length === 0) return text;
  text.appendMarkdown('\n\n');
  text.appendText(vscode.l10n.t('The model would rather have:'));
  text.appendMarkdown('\n');
  for (const guess of guesses) {
    const parameters = encodeURIComponent(JSON.stringify([start, guess.text]));
    const shown = guessEdits(document, mark, guess.text).word.replace(/[\\`*_{}[\]()#+\-.!|<>&]/g, '\\$&');
    const share = (100 * Math.exp(guess.logprob)).toFixed(1);
    text.appendMarkdown(`\n- [${shown}](command:${USE_GUESS}?${parameters}) ${share} %`);
  }
  return text;
}

/** To two digits, in groups of three. Not by `Intl`, which takes 20 ms the first time. */
function rounded(value: number): string {
  return String(Number(value.toPrecision(2))).replace(/\B(?=(\d{3})+$)/g, ',');
}
