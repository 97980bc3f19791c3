import * as vscode from 'vscode';
import { type Mark, replaced, shifted, spanAt, type TextChange, touching } from '../../core/marks.js';
import type { Span } from '../../core/masks.js';

/** The marks of all documents, kept where their words are while the texts are edited. */
export class MarkStore implements vscode.Disposable {
  readonly #marks = new Map<vscode.TextDocument, Mark[]>();
  readonly #changed = new vscode.EventEmitter<vscode.TextDocument>();
  readonly #listeners: vscode.Disposable;
  /** Marks of a document came or went. */
  readonly onDidChange = this.#changed.event;

  constructor() {
    this.#listeners = vscode.Disposable.from(
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        const marks = this.#marks.get(document);
        if (!marks || contentChanges.length === 0) return;
        const kept = contentChanges.map(changeOf).reduce((left, change) => shifted(left, change), marks);
        this.#put(document, kept, kept.length < marks.length);
      }),
      vscode.workspace.onDidCloseTextDocument((document) => this.clear(document)),
    );
  }

  /** In the order of the document. */
  of(document: vscode.TextDocument): readonly Mark[] {
    return this.#marks.get(document) ?? [];
  }

  /** The mark of the character at a position, or behind which it is. */
  at(document: vscode.TextDocument, position: vscode.Position): Mark | undefined {
    return spanAt(this.of(document), document.offsetAt(position));
  }

  in(document: vscode.TextDocument, range: vscode.Range): readonly Mark[] {
    const span = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
    return touching(this.of(document), span);
  }

  /** Takes the place of what was marked in a range; the marks are within it, in order. */
  replace(document: vscode.TextDocument, within: Span, marks: readonly Mark[]): void {
    this.#put(document, replaced(this.of(document), within, marks));
  }

  remove(document: vscode.TextDocument, isGone: (mark: Mark) => boolean): void {
    this.#put(
      document,
      this.of(document).filter((mark) => !isGone(mark)),
    );
  }

  clear(document: vscode.TextDocument): void {
    if (this.#marks.delete(document)) this.#tell(document);
  }

  clearAll(): void {
    for (const document of [...this.#marks.keys()]) this.clear(document);
  }

  /** The documents that have marks. */
  get documents(): vscode.TextDocument[] {
    return [...this.#marks.keys()];
  }

  dispose(): void {
    this.#listeners.dispose();
    this.#changed.dispose();
  }

  #put(document: vscode.TextDocument, marks: Mark[], isNews = true): void {
    if (marks.length > 0) this.#marks.set(document, marks);
    else this.#marks.delete(document);
    if (isNews) this.#tell(document);
  }

  #tell(document: vscode.TextDocument): void {
    this.#changed.fire(document);
    void vscode.commands.executeCommand('setContext', 'cloze.hasMarks', this.#marks.size > 0);
  }
}

export function changeOf({ rangeOffset, rangeLength, text }: vscode.TextDocumentContentChangeEvent): TextChange {
  return { offset: rangeOffset, removed: rangeLength, text };
}

export function rangeOf(document: vscode.TextDocument, { start, end }: Span): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}
