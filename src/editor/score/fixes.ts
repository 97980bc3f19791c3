import * as vscode from 'vscode';
import type { Mark } from '../../core/marks.js';
import { applyEdits } from '../edits.js';
import { SOURCE } from './diagnostics.js';
import { guessEdits } from './guessEdits.js';
import type { IgnoredWords } from './ignored.js';
import { type MarkStore, rangeOf } from './store.js';

/** Commands of quick fixes and hovers; their arguments name a mark by its place. */
export const USE_GUESS = 'cloze.score.useGuess';
const IGNORE_ONCE = 'cloze.score.ignoreOnce';
const IGNORE_IN_FILE = 'cloze.score.ignoreInFile';
const IGNORE_IN_WORKSPACE = 'cloze.score.ignoreInWorkspace';

/** What can be done about a marked word: a better one, other words, or no mark any more. */
export function offerFixes(store: MarkStore, ignored: IgnoredWords): vscode.Disposable {
  const provider: vscode.CodeActionProvider = {
    provideCodeActions(document, range, context) {
      const marks = store.in(document, range);
      // Two may touch at a cursor; of a selection of many, nobody looks for one.
      return marks.length > 2 ? [] : marks.flatMap((mark) => fixesFor(document, mark, context));
    },
  };
  const onMark = (
    name: string,
    run: (editor: vscode.TextEditor, mark: Mark, argument: unknown) => Promise<void> | void,
  ) =>
    vscode.commands.registerCommand(name, async (start: unknown, argument: unknown) => {
      const editor = vscode.window.activeTextEditor;
      const mark = editor && store.of(editor.document).find((it) => it.start === start);
      if (mark) await run(editor, mark, argument);
    });
  const forgetWord = async ({ document }: vscode.TextEditor) => {
    const isIgnored = ignored.of(document);
    store.remove(document, ({ word }) => isIgnored(word));
  };
  return vscode.Disposable.from(
    vscode.languages.registerCodeActionsProvider({ pattern: '**' }, provider, {
      providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
    }),
    onMark(USE_GUESS, async (editor, mark, guess) => {
      await applyEdits(editor, guessEdits(editor.document, mark, String(guess)).edits);
    }),
    onMark(IGNORE_ONCE, ({ document }, mark) => store.remove(document, (it) => it === mark)),
    onMark(IGNORE_IN_FILE, async (editor, { word }) => {
      await ignored.addInFile(editor.document, word);
      await forgetWord(editor);
    }),
    onMark(IGNORE_IN_WORKSPACE, async (editor, { word }) => {
      await ignored.addInWorkspace(editor.document, word);
      for (const document of store.documents) {
        const isIgnored = ignored.of(document);
        store.remove(document, (it) => isIgnored(it.word));
      }
    }),
  );
}

function fixesFor(
  document: vscode.TextDocument,
  mark: Mark,
  { diagnostics }: vscode.CodeActionContext,
): vscode.CodeAction[] {
  const range = rangeOf(document, mark);
  const own = diagnostics.filter((it) => it.source === SOURCE && it.range.isEqual(range));
  const fix = (title: string, command: string, argument: unknown): vscode.CodeAction => {
    const action = new vscode.CodeAction(`Cloze: ${title}`, vscode.CodeActionKind.QuickFix);
    action.diagnostics = own;
    action.command = { command, title, arguments: [mark.start, argument] };
    return action;
  };
  const { word, score } = mark;
  const hasWorkspace = (vscode.workspace.workspaceFolders?.length ?? 0) > 0;
  return [
    ...(score.guesses ?? []).map(({ text }) =>
      fix(vscode.l10n.t('replace by “{0}”', guessEdits(document, mark, text).word), USE_GUESS, text),
    ),
    fix(vscode.l10n.t('do not mark this “{0}”', word), IGNORE_ONCE, undefined),
    fix(vscode.l10n.t('ignore “{0}” in this file', word), IGNORE_IN_FILE, undefined),
    ...(hasWorkspace
      ? [fix(vscode.l10n.t('ignore “{0}” in this workspace', word), IGNORE_IN_WORKSPACE, undefined)]
      : []),
  ];
}
