import * as vscode from 'vscode';
import { isStillTyped, lettersAt, lettersBefore } from '../../core/pieces.js';
import type { EditorEngine } from '../engine.js';
import { readSettings } from '../settings.js';
import { within } from './budget.js';
import { EVERYWHERE } from './everywhere.js';
import { maskRange } from './maskRange.js';
import { percent } from './percent.js';
import { placeAt } from './place.js';

/** Completes words as they are typed, where a language's settings ask for it. */
export function registerWordCompletions(engine: EditorEngine): vscode.Disposable {
  return vscode.languages.registerCompletionItemProvider(EVERYWHERE, {
    async provideCompletionItems(document, position, token) {
      const { enable, wordCompletion, maskSpelling, count, timeBudget, block } = readSettings(document);
      if (!enable || !wordCompletion) return undefined;
      const line = document.lineAt(position).text;
      const typed = lettersBefore(line, position.character);
      // Already at the first letter: without an answer to that, VS Code would not ask again before the typing stops.
      if (typed === '' || lettersAt(line, position.character) !== '') return undefined;
      if (maskRange(document, position, maskSpelling)) return undefined;
      const key = `words ${document.uri.toString()}`;
      const place = { ...placeAt(document, position), proseOnly: true };
      const params = { ...place, top: count, ...block, lane: 'interactive', key } as const;
      const words = await within(timeBudget, token, (limited) => engine.ask('completeWord', params, limited));
      const now = document.getText(new vscode.Range(position.line, 0, position.line, Number.MAX_SAFE_INTEGER));
      // More letters of the word may have been typed: VS Code takes the words that go on with them, and asks again. But once the
      // word is over, it would keep what is given for it instead of asking for the next one.
      if (!words || !isStillTyped(line, position.character, now)) return undefined;
      const range = new vscode.Range(position.translate(0, -typed.length), position);
      const items = words.map(({ word, share }, rank) => {
        const item = new vscode.CompletionItem(
          { label: word, detail: `  ${percent(share)}`, description: 'Cloze' },
          vscode.CompletionItemKind.Text,
        );
        item.range = range;
        item.sortText = String(rank).padStart(4, '0');
        return item;
      });
      // With another letter, other words are among the best.
      return new vscode.CompletionList(items, true);
    },
  });
}
