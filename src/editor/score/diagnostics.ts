import * as vscode from 'vscode';
import { LEVELS, type Mark } from '../../core/marks.js';
import { type MarkStore, rangeOf } from './store.js';

export const SOURCE = 'Cloze';
/** The two strongest levels are worth a line in the list of problems. */
const LEAST_LEVEL = LEVELS - 1;
/** More lines nobody reads. */
const MOST = 500;
/** After so long without a change, the lines follow the text. */
const PAUSE_MILLISECONDS = 300;

/** The least likely words in the list of problems, as information, while the setting wants it. */
export function listMarks(store: MarkStore): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('cloze');
  const list = (document: vscode.TextDocument) => {
    const isWanted = vscode.workspace.getConfiguration('cloze', document).get<unknown>('score.diagnostics') === true;
    const marks = isWanted ? store.of(document).filter(({ level }) => level >= LEAST_LEVEL) : [];
    if (marks.length === 0) collection.delete(document.uri);
    else
      collection.set(
        document.uri,
        marks.slice(0, MOST).map((mark) => diagnosticOf(document, mark)),
      );
  };
  const changed = new Set<vscode.TextDocument>();
  const listChanged = () => {
    const documents = [...changed].filter(({ isClosed }) => !isClosed);
    changed.clear();
    documents.forEach(list);
  };
  let later: NodeJS.Timeout | undefined;
  return vscode.Disposable.from(
    collection,
    new vscode.Disposable(() => clearTimeout(later)),
    store.onDidChange(list),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (!collection.has(document.uri)) return;
      changed.add(document);
      clearTimeout(later);
      later = setTimeout(listChanged, PAUSE_MILLISECONDS);
    }),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('cloze.score.diagnostics'))
        for (const document of store.documents) list(document);
    }),
  );
}

function diagnosticOf(document: vscode.TextDocument, mark: Mark): vscode.Diagnostic {
  const { word, score } = mark;
  const [guess] = score.guesses ?? [];
  const number = score.logprob.toFixed(1);
  const message = guess
    ? vscode.l10n.t('“{0}” is unlikely here ({1} nats); the model would rather have “{2}”.', word, number, guess.text)
    : vscode.l10n.t('“{0}” is unlikely here ({1} nats).', word, number);
  const diagnostic = new vscode.Diagnostic(rangeOf(document, mark), message, vscode.DiagnosticSeverity.Information);
  diagnostic.source = SOURCE;
  diagnostic.code = 'unlikely-word';
  return diagnostic;
}
