import * as vscode from 'vscode';
import { SimilarSentences } from '../../client/similarSentences.js';
import type { Span } from '../../core/masks.js';
import type { ProseSentence } from '../../core/prose/sentences.js';
import type { EditorEngine } from '../engine.js';
import { readSettings } from '../settings.js';
import { type Passage, passageOf, rangeNow, revealPassage } from './passages.js';
import { type Found, SimilarTree, VIEW } from './similarTree.js';
import { inOneLine } from './words.js';

/** How many sentences are listed. */
const COUNT = 100;

/** Where it is looked for. */
export type Scope = 'document' | 'openEditors';

/** What is looked for. */
interface Query {
  /** As it is read. */
  readonly text: string;
  /** As it stands in its document. */
  readonly passage: Passage;
}

/** A document as it was when it was read: it may be edited while it is searched. */
interface Source {
  readonly document: vscode.TextDocument;
  readonly text: string;
}

/** A sentence of a document that is searched. */
interface Candidate extends ProseSentence {
  readonly source: Source;
}

/** `Cloze: Find Similar Sentences`: ranked in a tree; a new search takes the place of one that is under way. */
export class SimilarSearch implements vscode.Disposable {
  readonly #memory = new SimilarSentences();
  readonly #tree = new SimilarTree();
  #running: vscode.CancellationTokenSource | undefined;
  #last: Query | undefined;

  constructor(private readonly engine: EditorEngine) {}

  /** Like what is selected, or the sentence at the cursor. @throws ClozeError of the engine */
  async find({ document, selection }: vscode.TextEditor): Promise<readonly Found[]> {
    const passage = passageOf(document, selection);
    const query = passage ? { text: passage.text, passage } : await this.#sentenceAt(document, selection.active);
    if (query) return this.#search(query);
    void vscode.window.showInformationMessage(vscode.l10n.t('Cloze: there is no sentence at the cursor.'));
    return [];
  }

  /** The last search once more, in the documents as they are now. @throws ClozeError of the engine */
  async again(): Promise<readonly Found[]> {
    return this.#last ? this.#search(this.#last) : [];
  }

  clear(): void {
    this.#running?.cancel();
    this.#last = undefined;
    this.#tree.clear();
  }

  show(passage: unknown): Thenable<void> | undefined {
    const found = this.#tree.getChildren().find((it) => it.passage === passage);
    return found && revealPassage(found.passage, true);
  }

  dispose(): void {
    this.#running?.cancel();
    this.#tree.dispose();
  }

  async #search(query: Query): Promise<readonly Found[]> {
    this.#running?.cancel();
    const cancel = new vscode.CancellationTokenSource();
    this.#running = cancel;
    try {
      const title = vscode.l10n.t('Cloze looks for sentences like “{0}”', inOneLine(query.text, 40));
      return await vscode.window.withProgress(
        { location: vscode.ProgressLocation.Notification, title, cancellable: true },
        async (progress, token) => {
          const listener = token.onCancellationRequested(() => cancel.cancel());
          return this.#fill(query, cancel.token, (done, of) =>
            progress.report({ message: `${done} / ${of}`, increment: of > 0 ? 6400 / of : 0 }),
          ).finally(() => listener.dispose());
        },
      );
    } finally {
      if (this.#running === cancel) this.#running = undefined;
      cancel.dispose();
    }
  }

  async #fill(
    query: Query,
    token: vscode.CancellationToken,
    onProgress: (done: number, of: number) => void,
  ): Promise<readonly Found[]> {
    const { representation, similarScope } = readSettings();
    const documents = await documentsOf(similarScope, query.passage.uri);
    const candidates: Candidate[] = [];
    for (const document of documents) {
      const source = { document, text: document.getText() };
      const isOwn = ownSentences(document, query.passage);
      const sentences = await this.#sentencesOf(source, token);
      for (const sentence of sentences) if (!isOwn(sentence)) candidates.push({ ...sentence, source });
    }
    const found = await this.#memory.find(
      (method, params) => this.engine.request(method, params, token),
      query.text,
      candidates.map(({ text }) => text),
      {
        representation,
        background: this.engine.backgroundFile([query.text]),
        lane: 'background',
        count: COUNT,
        onProgress,
      },
    );
    if (token.isCancellationRequested) return [];
    this.#last = query;
    const list = found.similar.map(({ index, cosine, percentile, pairs }): Found => {
      const { source, text, ...span } = candidates[index] as Candidate;
      return { passage: passageIn(source, span), text, cosine, percentile, pairs };
    });
    const message = vscode.l10n.t(
      'Like “{0}”: {1}, sentences: {2}, files: {3}',
      inOneLine(query.text, 60),
      found.representation,
      candidates.length,
      documents.length,
    );
    this.#tree.show(list, message);
    const [first] = list;
    if (first) await this.#tree.view.reveal(first, { focus: false, select: false });
    else await vscode.commands.executeCommand(`${VIEW}.focus`, { preserveFocus: true });
    return list;
  }

  async #sentenceAt(document: vscode.TextDocument, position: vscode.Position): Promise<Query | undefined> {
    const offset = document.offsetAt(position);
    const source = { document, text: document.getText() };
    const sentences = await this.#sentencesOf(source, new vscode.CancellationTokenSource().token);
    const found = sentences.find(({ start, end }) => start <= offset && offset <= end);
    return found && { text: found.text, passage: passageIn(source, found) };
  }

  #sentencesOf({ document, text }: Source, token: vscode.CancellationToken): Promise<readonly ProseSentence[]> {
    return this.engine.request('proseSentences', { text, language: document.languageId }, token);
  }
}

/** Where something stands, or, when its document was edited meanwhile, stood: `rangeNow` finds it by its text. */
function passageIn({ document, text }: Source, { start, end }: Span): Passage {
  const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
  return { text: text.slice(start, end), uri: document.uri, range };
}

/** The query's own document first; without those that cannot be opened as text. */
async function documentsOf(scope: Scope, own: vscode.Uri): Promise<vscode.TextDocument[]> {
  const tabs = scope === 'document' ? [] : vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  const open = tabs.flatMap(({ input }) => (input instanceof vscode.TabInputText ? [input.uri] : []));
  const uris = new Map([own, ...open].map((uri) => [uri.toString(), uri]));
  const documents = await Promise.all([...uris.values()].map(documentAt));
  return documents.filter((document) => document !== undefined);
}

/** A document whose tab has not been looked at since the window was opened is not loaded yet. */
async function documentAt(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  const loaded = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (loaded || uri.scheme === 'untitled') return loaded; // opening one that is gone would make it anew
  return vscode.workspace.openTextDocument(uri).then(
    (document) => document,
    () => undefined,
  );
}

/** Tells whether a sentence is the query itself, or a part of it, or holds it. */
function ownSentences(document: vscode.TextDocument, passage: Passage): (sentence: ProseSentence) => boolean {
  if (document.uri.toString() !== passage.uri.toString()) return () => false;
  const range = rangeNow(document, passage);
  const [first, last] = [document.offsetAt(range.start), document.offsetAt(range.end)];
  return ({ start, end }) => start < last && end > first;
}
