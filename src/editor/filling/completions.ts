import * as vscode from 'vscode';
import { MASK_SPELLINGS } from '../../core/masks.js';
import type { EditorEngine } from '../engine.js';
import { onSettings, readSettings } from '../settings.js';
import { EVERYWHERE } from './everywhere.js';
import { fillHere } from './fillHere.js';
import { MaskItem } from './maskItem.js';

/** Completion items on a mask: when its last character is typed, or when asked for at it. */
export function registerMaskCompletions(engine: EditorEngine): vscode.Disposable {
  let registration = register(engine, readSettings().maskSpelling);
  const listener = onSettings(({ maskSpelling }) => {
    registration.dispose();
    registration = register(engine, maskSpelling);
  });
  return new vscode.Disposable(() => {
    listener.dispose();
    registration.dispose();
  });
}

function register(engine: EditorEngine, spelling: string): vscode.Disposable {
  const lastCharacters = new Set([...MASK_SPELLINGS, spelling].map((it) => it.slice(-1)).filter((it) => it !== ''));
  const provider: vscode.CompletionItemProvider = {
    async provideCompletionItems(document, position, token, { triggerKind }) {
      const settings = readSettings(document);
      const isTyped = triggerKind === vscode.CompletionTriggerKind.TriggerCharacter;
      // The list would hide the ghost text.
      if (!settings.enable || (isTyped && settings.inline.automatic)) return undefined;
      const asked = { document, position, feature: 'completions', top: settings.count };
      const here = await fillHere(engine, asked, settings, token);
      return here?.filled.candidates.map((candidate, rank) => new MaskItem(here, candidate, rank));
    },

    resolveCompletionItem(item) {
      if (item instanceof MaskItem) item.documentation = item.preview();
      return item;
    },
  };
  return vscode.languages.registerCompletionItemProvider(EVERYWHERE, provider, ...lastCharacters);
}
