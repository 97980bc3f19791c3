import * as vscode from 'vscode';
import type { EditorEngine } from '../engine.js';
import { readSettings } from '../settings.js';
import { EVERYWHERE } from './everywhere.js';
import { fillHere } from './fillHere.js';
import { hoverText } from './hoverText.js';
import { maskRange } from './maskRange.js';

/** How many candidates a hover shows. */
const SHOWN = 6;

/** What the model thinks of the mask under the pointer: of two, that of the character behind the position. */
export function registerHover(engine: EditorEngine): vscode.Disposable {
  return vscode.languages.registerHoverProvider(EVERYWHERE, {
    async provideHover(document, position, token) {
      const settings = readSettings(document);
      if (!settings.enable) return undefined;
      const inside = document.validatePosition(position.translate(0, 1));
      const at = maskRange(document, inside, settings.maskSpelling) ? inside : position;
      const here = await fillHere(engine, { document, position: at, feature: 'hover', top: SHOWN }, settings, token);
      if (!here) return undefined;
      const markdown = new vscode.MarkdownString(hoverText(here, vscode.l10n.t));
      return new vscode.Hover(markdown, here.range);
    },
  });
}
