import * as vscode from 'vscode';
import { applyEdits, type Edit } from './edits.js';
import { tellFailure } from './failure.js';
import { Preview } from './preview.js';

/** One thing that can be chosen for a place. */
export interface Choice {
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  readonly edits: readonly Edit[];
}

/** A place of a document for which something is to be chosen. */
export interface Question {
  /** What is asked, in a few words. */
  readonly title: string;
  readonly range: vscode.Range;
  /** What to say to the choices, and what when there are none. */
  readonly some: string;
  readonly none: string;
  /** Best first. Asked for when the question is about to be shown; may throw. */
  choices(token: vscode.CancellationToken): Promise<readonly Choice[]>;
}

type Item = vscode.QuickPickItem & { readonly choice: Choice };

/** So much of the text on either side is shown with a choice. In UTF-16 units. */
const AROUND = 32;
/** So many lines at the top of the editor a list may cover. */
const COVERED = 14;

/**
 * Asks one question after the other in a list; the choice that has the focus is shown in the document as if it had been
 * made. Escape leaves all as it was; the last choice makes the edits of all in one step.
 */
export async function choose(editor: vscode.TextEditor, questions: readonly Question[]): Promise<void> {
  const chooser = new Chooser(editor, questions);
  try {
    const edits = await chooser.run().finally(() => chooser.dispose());
    if (edits) await applyEdits(editor, edits);
  } catch (error) {
    await tellFailure(error);
  }
}

class Chooser {
  readonly #list = vscode.window.createQuickPick<Item>();
  readonly #preview: Preview;
  readonly #cancel = new vscode.CancellationTokenSource();
  readonly #asked = new Map<Question, Promise<readonly Choice[]>>();
  readonly #bestForRest: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon('check-all'),
    tooltip: vscode.l10n.t('Take the best for this place and all that follow'),
  };
  #made: Choice[] = [];
  #finish: (edits?: Edit[], error?: unknown) => void = () => {};

  constructor(
    private readonly editor: vscode.TextEditor,
    private readonly questions: readonly Question[],
  ) {
    this.#preview = new Preview(editor);
  }

  /** @returns undefined when nothing was chosen */
  async run(): Promise<readonly Edit[] | undefined> {
    const list = this.#list;
    const listeners = [
      list.onDidHide(() => this.#finish()),
      list.onDidChangeActive(([item]) => this.#show(item?.choice)),
      list.onDidAccept(() => this.#accept()),
      list.onDidTriggerButton((button) => (button === this.#bestForRest ? this.#takeBest() : this.#back())),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (document === this.editor.document && contentChanges.length > 0) this.#finish();
      }),
    ];
    try {
      return await new Promise((resolve, reject) => {
        this.#finish = (edits, error) => (error === undefined ? resolve(edits) : reject(error));
        list.show();
        void this.#ask();
      });
    } finally {
      for (const listener of listeners) listener.dispose();
    }
  }

  dispose(): void {
    this.#cancel.cancel();
    this.#cancel.dispose();
    this.#list.dispose();
    this.#preview.dispose();
  }

  get #question(): Question {
    return this.questions[this.#made.length] as Question;
  }

  async #ask(): Promise<void> {
    const question = this.#question;
    const list = this.#list;
    const several = this.questions.length > 1;
    Object.assign(list, { items: [], value: '', busy: true, placeholder: vscode.l10n.t('Asking the model …') });
    list.buttons = several
      ? [...(this.#made.length > 0 ? [vscode.QuickInputButtons.Back] : []), this.#bestForRest]
      : [];
    this.#show(undefined);
    this.#uncover(question.range);
    try {
      const choices = await this.#choicesFor(question);
      if (question !== this.#question) return;
      const next = this.questions[this.#made.length + 1];
      if (next) this.#choicesFor(next).catch(() => {}); // its own turn will tell
      const keep = { label: vscode.l10n.t('Leave it as it is'), edits: [] };
      list.items = [...choices, ...(several ? [keep] : [])].map((choice) => itemOf(choice));
      list.placeholder = choices.length > 0 ? question.some : question.none;
      list.busy = false;
    } catch (error) {
      this.#finish(undefined, error);
    }
  }

  #choicesFor(question: Question): Promise<readonly Choice[]> {
    const asked = this.#asked.get(question) ?? question.choices(this.#cancel.token);
    this.#asked.set(question, asked);
    return asked;
  }

  #show(choice: Choice | undefined): void {
    const question = this.questions[this.#made.length];
    if (!question) return;
    const edits = choice?.edits ?? [];
    this.#preview.show([...this.#made.flatMap((made) => made.edits), ...edits]);
    const step = this.questions.length > 1 ? `${this.#made.length + 1}/${this.questions.length}  ` : '';
    this.#list.title = `${step}${question.title}: ${this.#sentence(question.range, choice)}`;
  }

  /** The line around a place with what was chosen: the list may cover the document. */
  #sentence(range: vscode.Range, choice: Choice | undefined): string {
    const { document } = this.editor;
    const text = (from: vscode.Position, to: vscode.Position) =>
      document.getText(document.validateRange(new vscode.Range(from, to))).replace(/\s+/g, ' ');
    const main = choice?.edits.find((edit) => edit.range.isEqual(range));
    const side = choice?.edits.find((edit) => edit !== main && edit.range.end.isBefore(range.start));
    const first = range.start.with({ character: Math.max(0, range.start.character - AROUND) });
    const last = range.end.translate(0, AROUND);
    const before =
      side?.range.start.line === first.line
        ? text(first, side.range.start) + side.text + text(side.range.end, range.start)
        : text(first, range.start);
    const behind = text(range.end, last);
    const start = first.character > 0 ? '…' : '';
    const end = behind.length === AROUND ? '…' : '';
    return `${start}${before}${main ? `«${main.text}»` : text(range.start, range.end)}${behind}${end}`;
  }

  #accept(): void {
    const [item] = this.#list.activeItems;
    if (!item) return;
    this.#made.push(item.choice);
    if (this.#made.length < this.questions.length) void this.#ask();
    else this.#finish(this.#made.flatMap(({ edits }) => edits));
  }

  async #takeBest(): Promise<void> {
    this.#list.busy = true;
    this.#list.enabled = false;
    try {
      for (const question of this.questions.slice(this.#made.length)) {
        const [best] = await this.#choicesFor(question);
        this.#made.push(best ?? { label: '', edits: [] });
      }
      this.#finish(this.#made.flatMap(({ edits }) => edits));
    } catch (error) {
      this.#finish(undefined, error);
    }
  }

  #back(): void {
    this.#made.pop();
    void this.#ask();
  }

  /** Scrolls a place out from under the list. */
  #uncover(range: vscode.Range): void {
    const top = this.editor.visibleRanges[0]?.start.line ?? 0;
    const isCovered = range.start.line < top + COVERED;
    const { InCenter, InCenterIfOutsideViewport } = vscode.TextEditorRevealType;
    this.editor.revealRange(range, isCovered ? InCenter : InCenterIfOutsideViewport);
  }
}

function itemOf(choice: Choice): Item {
  const { label, description, detail } = choice;
  return { label, choice, ...(description && { description }), ...(detail && { detail }) };
}
