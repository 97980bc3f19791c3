import * as vscode from 'vscode';
import { MASK_SPELLINGS } from '../core/masks.js';
import type { Candidate } from '../core/methods/fill.js';
import type { EditorEngine } from './engine.js';
import { maskContext } from './maskContext.js';
import { onSettings, readSettings, type Settings } from './settings.js';

/** Every document. Not `*`: with it VS Code mixes words of the document into the list. */
const EVERYWHERE: vscode.DocumentSelector = { pattern: '**' };

/** Completion items on a mask: when its last character is typed, or when asked for at it. */
export function registerCompletions(engine: EditorEngine): vscode.Disposable {
  let registration = register(engine, readSettings());
  const listener = onSettings((settings) => {
    registration.dispose();
    registration = register(engine, settings);
  });
  return new vscode.Disposable(() => {
    listener.dispose();
    registration.dispose();
  });
}

function register(engine: EditorEngine, { maskSpelling, count }: Settings): vscode.Disposable {
  const spellings = [...MASK_SPELLINGS, maskSpelling].filter((spelling) => spelling !== '');
  const lastCharacters = new Set(spellings.map((spelling) => spelling.slice(-1)));

  const provider: vscode.CompletionItemProvider = {
    async provideCompletionItems(document, position, token) {
      const context = maskContext(document, position, spellings);
      if (!context) return undefined;
      const { text, masks, index, range } = context;
      const spelled = document.getText(range);
      const key = `completions ${document.uri.toString()}`;
      const params = { text, masks, wanted: [index], top: count, lane: 'interactive', key } as const;
      const result = await engine.ask('fill', params, token);
      return result?.masks[0]?.candidates.map((candidate, rank) => itemOf(candidate, rank, range, spelled));
    },
  };
  return vscode.languages.registerCompletionItemProvider(EVERYWHERE, provider, ...lastCharacters);
}

/** @param spelled the mask as it stands in the document: what VS Code compares the item with */
function itemOf({ word, share, probability }: Candidate, rank: number, range: vscode.Range, spelled: string) {
  const label = { label: word, detail: `  ${(100 * (share ?? probability)).toFixed(1)} %` };
  const item = new vscode.CompletionItem(label, vscode.CompletionItemKind.Text);
  item.range = range;
  item.insertText = word;
  item.filterText = spelled;
  item.sortText = String(rank).padStart(4, '0');
  item.preselect = rank === 0;
  return item;
}
