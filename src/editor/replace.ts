import * as vscode from 'vscode';
import type { Span } from '../core/masks.js';
import { wordAt, wordsIn } from '../core/wordAt.js';
import { registerEditorCommand } from './activeEditor.js';
import { type Choice, choose, type Question } from './choose.js';
import type { EditorEngine } from './engine.js';
import { excerptOf, spanOf } from './excerpt.js';
import { readSettings } from './settings.js';

const COMMAND = 'cloze.replace';
/** How many words a list offers. */
const COUNT = 12;
/** Of more cursors, nobody goes through the lists. */
const MOST_PLACES = 100;

/** `Cloze: Suggest Replacements`: other words for the one at each cursor, as a command and as a code action. */
export function registerReplace(engine: EditorEngine): vscode.Disposable {
  return vscode.Disposable.from(
    registerEditorCommand(COMMAND, (editor, range) => suggestReplacements(engine, editor, range)),
    vscode.languages.registerCodeActionsProvider({ pattern: '**' }, { provideCodeActions }, METADATA),
  );
}

const METADATA: vscode.CodeActionProviderMetadata = {
  providedCodeActionKinds: [vscode.CodeActionKind.RefactorRewrite],
};

/** Only on request: a light bulb on every word would be in the way. */
function provideCodeActions(
  document: vscode.TextDocument,
  range: vscode.Range,
  { triggerKind, only }: vscode.CodeActionContext,
): vscode.CodeAction[] {
  if (triggerKind !== vscode.CodeActionTriggerKind.Invoke) return [];
  if (only && !only.contains(vscode.CodeActionKind.RefactorRewrite)) return [];
  const word = wordRange(document, range);
  if (!word) return [];
  const title = vscode.l10n.t('Cloze: other words for “{0}” …', shortened(document.getText(word)));
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.RefactorRewrite);
  action.command = { command: COMMAND, title, arguments: [word] };
  return [action];
}

/** @param range of one word; for anything else, which VS Code passes from menus, the words at the cursors */
async function suggestReplacements(engine: EditorEngine, editor: vscode.TextEditor, range: unknown): Promise<void> {
  const { document } = editor;
  const asked = range instanceof vscode.Range ? [range] : editor.selections;
  const words = asked.map((it) => wordRange(document, it)).filter((it) => it !== undefined);
  const places = words
    .sort((a, b) => a.start.compareTo(b.start))
    .filter((word, i) => i === 0 || words[i - 1]?.end.isBeforeOrEqual(word.start));
  if (places.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Cloze: there is no word at the cursor.'));
    return;
  }
  if (places.length > MOST_PLACES) {
    const cut = vscode.l10n.t('Cloze: only the first {0} of {1} places are asked about.', MOST_PLACES, places.length);
    void vscode.window.showInformationMessage(cut);
  }
  await choose(
    editor,
    places.slice(0, MOST_PLACES).map((place) => question(engine, document, place)),
  );
}

function question(engine: EditorEngine, document: vscode.TextDocument, range: vscode.Range): Question {
  const word = document.getText(range);
  return {
    title: vscode.l10n.t('Other words for “{0}”', shortened(word)),
    range,
    some: vscode.l10n.t('Best first, by sense and fit; the number is the probability in this place'),
    none: vscode.l10n.t('The model knows no other word that fits here.'),
    async choices(token) {
      const { rangeOf, ...excerpt } = excerptOf(document, spanOf(document, range));
      const params = { ...excerpt, ...readSettings(document).block, top: COUNT, lane: 'interactive' } as const;
      const found = await engine.request('replace', params, token);
      return found.map(({ word: other, edits, signals: { plain } }): Choice => {
        const article = edits.length > 1 ? edits[0] : undefined;
        return {
          label: article ? `${article.text} ${other}` : other,
          description: percentage(Math.exp(plain)),
          edits: edits.map((edit) => ({ range: rangeOf(edit), text: edit.text })),
        };
      });
    },
  };
}

/** The word at a cursor, or what is selected when it has a word. */
function wordRange(document: vscode.TextDocument, range: vscode.Range): vscode.Range | undefined {
  const inLine = (offset: number, find: (text: string, at: number) => Span | undefined) => {
    const line = document.lineAt(range.start.line);
    const found = find(line.text, offset);
    return found && new vscode.Range(line.lineNumber, found.start, line.lineNumber, found.end);
  };
  if (range.isEmpty) return inLine(range.start.character, wordAt);
  const text = document.getText(range);
  const found = wordsIn(text, { start: 0, end: text.length });
  const start = document.offsetAt(range.start);
  return found && new vscode.Range(document.positionAt(start + found.start), document.positionAt(start + found.end));
}

function percentage(share: number): string {
  return share < 0.0005 ? '< 0.1 %' : `${(100 * share).toFixed(1)} %`;
}

function shortened(text: string): string {
  return text.length > 30 ? `${text.slice(0, 29)}…` : text;
}
