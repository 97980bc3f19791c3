import * as vscode from 'vscode';
import { LEVELS } from '../../core/marks.js';
import { type MarkStore, rangeOf } from './store.js';

/** So many lines beyond those in view are drawn: all of a large document would take long. */
const AHEAD = 40;
/** By level; to be seen where themes have a colour for the border, which tells the levels apart there. */
const BORDERS = ['1px dotted', '1px dashed', '1px solid', '3px double'];

/** Draws the marks in view, the less likely a word the stronger. Themes may change the colours. */
export function drawMarks(store: MarkStore): vscode.Disposable {
  const types = Array.from({ length: LEVELS }, (_, i) =>
    vscode.window.createTextEditorDecorationType({
      backgroundColor: new vscode.ThemeColor(`cloze.unlikely${i + 1}`),
      border: BORDERS[i] ?? '',
      borderColor: new vscode.ThemeColor('cloze.unlikelyBorder'),
      borderRadius: '2px',
      rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    }),
  );
  const draw = (editor: vscode.TextEditor) => {
    const { document, visibleRanges } = editor;
    const first = (visibleRanges[0]?.start.line ?? 0) - AHEAD;
    const last = (visibleRanges.at(-1)?.end.line ?? 0) + AHEAD;
    const marks = store.in(document, new vscode.Range(Math.max(0, first), 0, Math.max(0, last), 0));
    for (const [i, type] of types.entries()) {
      const ranges = marks.filter(({ level }) => level === i + 1).map((mark) => rangeOf(document, mark));
      editor.setDecorations(type, ranges);
    }
  };
  const drawAll = (isMeant: (editor: vscode.TextEditor) => boolean) => {
    for (const editor of vscode.window.visibleTextEditors) if (isMeant(editor)) draw(editor);
  };
  return vscode.Disposable.from(
    ...types,
    store.onDidChange((document) => drawAll((editor) => editor.document === document)),
    vscode.window.onDidChangeVisibleTextEditors(() => drawAll((editor) => store.of(editor.document).length > 0)),
    vscode.window.onDidChangeTextEditorVisibleRanges(({ textEditor }) => {
      if (store.of(textEditor.document).length > 0) draw(textEditor);
    }),
  );
}
