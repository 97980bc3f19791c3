import * as vscode from 'vscode';
import { name, publisher } from '../../../package.json';
import type { Place } from '../../core/prose/reading.js';
import { registerEditorCommand } from '../activeEditor.js';
import type { EditorEngine } from '../engine.js';
import { readSettings, type Settings } from '../settings.js';
import { pause, within } from './budget.js';
import { EVERYWHERE } from './everywhere.js';
import { fillHere } from './fillHere.js';
import { ARROW, ghostOfMask } from './ghost.js';
import { maskRange } from './maskRange.js';
import { placeAt } from './place.js';
import { isOff } from './toggle.js';
import { isUnfit } from './unfit.js';
import { registerUnmask, unmaskCommand } from './unmask.js';

/** How many suggestions can be cycled through. */
const CHOICES = 5;

/** VS Code asks the other extensions as well where it does not know this. */
const OURS_ONLY = { providerId: `${publisher}.${name}:*` };

/** A place where somebody asked Cloze, and no other extension, for suggestions. */
interface Wanted {
  readonly document: vscode.TextDocument;
  readonly version: number;
  readonly position: vscode.Position;
}

/** Ghost text at a mask and at a cursor: on request, or after a pause where the settings say so. */
export function registerInline(engine: EditorEngine): vscode.Disposable {
  let wanted: Wanted | undefined;

  const suggestHere = registerEditorCommand('cloze.suggestHere', async ({ document, selection }) => {
    if ((await isOff(document)) || isUnfit(engine)) return;
    wanted = { document, version: document.version, position: selection.active };
    await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger', OURS_ONLY);
  });

  const provider: vscode.InlineCompletionItemProvider = {
    async provideInlineCompletionItems(document, position, { triggerKind, selectedCompletionInfo }, token) {
      const settings = readSettings(document);
      const { inline, timeBudget, enable } = settings;
      const isAutomatic = triggerKind === vscode.InlineCompletionTriggerKind.Automatic;
      if (!enable || (isAutomatic && !inline.automatic) || !hasOneCursor(document)) return undefined;
      const isWanted =
        wanted?.document === document && wanted.version === document.version && wanted.position.isEqual(position);
      const question = { document, position, selected: selectedCompletionInfo, isAutomatic, isWanted };
      const suggest = (limited: vscode.CancellationToken) => suggestions(engine, question, settings, limited);
      if (!isAutomatic) return suggest(token);
      if (!(await pause(inline.delay, token))) return undefined;
      return within(timeBudget, token, suggest);
    },
  };
  const registration = vscode.languages.registerInlineCompletionItemProvider(EVERYWHERE, provider);
  return vscode.Disposable.from(suggestHere, registration, registerUnmask());
}

interface Question {
  readonly document: vscode.TextDocument;
  readonly position: vscode.Position;
  /** What is chosen in the list of completions that is open. */
  readonly selected: vscode.SelectedCompletionInfo | undefined;
  readonly isAutomatic: boolean;
  readonly isWanted: boolean;
}

async function suggestions(
  engine: EditorEngine,
  question: Question,
  settings: Settings,
  token: vscode.CancellationToken,
): Promise<vscode.InlineCompletionItem[] | undefined> {
  const { document, position, selected, isAutomatic } = question;
  if (!maskRange(document, position, settings.maskSpelling)) return atCursor(engine, question, settings, token);
  // A mask that becomes another word is no beginning of it.
  if (selected) return undefined;
  const top = isAutomatic ? 1 : CHOICES;
  const here = await fillHere(engine, { document, position, feature: 'inline', top }, settings, token);
  if (!here) return undefined;
  return here.filled.candidates.map(({ word }) => itemAtMask(document, here.range, word));
}

function itemAtMask(document: vscode.TextDocument, range: vscode.Range, word: string): vscode.InlineCompletionItem {
  const { range: line, text } = document.lineAt(range.start);
  const mask = { start: range.start.character, end: range.end.character };
  const snippet = ghostOfMask(text, mask, word, indentationOf(document));
  if (snippet !== undefined) return new vscode.InlineCompletionItem(new vscode.SnippetString(snippet), line);
  const masked = document.getText(range) + ARROW;
  return new vscode.InlineCompletionItem(masked + word, range, unmaskCommand(document, range.start, masked));
}

/** Where no mask is. What is chosen in the list of completions counts as written: the suggestion goes on behind it. */
async function atCursor(
  engine: EditorEngine,
  { document, position, selected, isAutomatic, isWanted }: Question,
  { block }: Settings,
  token: vscode.CancellationToken,
): Promise<vscode.InlineCompletionItem[] | undefined> {
  if (selected && !selected.range.end.isEqual(position)) return undefined;
  const { version } = document;
  const place = placeAt(document, position);
  const typed = selected ? document.getText(selected.range).length : 0;
  const params = {
    ...withSelected(place, typed, selected?.text ?? ''),
    proseOnly: !isWanted,
    ...(isAutomatic ? { top: 1 } : { top: CHOICES, least: Number.NEGATIVE_INFINITY }),
    ...block,
    lane: 'interactive',
    key: `inline ${document.uri.toString()}`,
  } as const;
  const found = await engine.ask('suggestAt', params, token);
  if (!found || document.version !== version) return undefined;
  const range = selected?.range ?? new vscode.Range(position, position);
  return found.map(({ insert }) => new vscode.InlineCompletionItem((selected?.text ?? '') + insert, range));
}

/** A place when `text` is written there in place of the last units before it. */
function withSelected(place: Place, units: number, text: string): Place {
  const before = place.text.slice(0, place.offset - units) + text;
  return { ...place, text: before + place.text.slice(place.offset), offset: before.length };
}

/** With several cursors, VS Code would write the same for all of them; at a selection, in its place. */
function hasOneCursor(document: vscode.TextDocument): boolean {
  const editor = vscode.window.activeTextEditor;
  return editor?.document !== document || (editor.selections.length === 1 && editor.selection.isEmpty);
}

function indentationOf(document: vscode.TextDocument): { insertSpaces: boolean; tabSize: number } {
  const editor = vscode.window.visibleTextEditors.find((it) => it.document === document);
  const { insertSpaces, tabSize } = editor?.options ?? {};
  return { insertSpaces: insertSpaces !== false, tabSize: typeof tabSize === 'number' ? tabSize : 4 };
}
