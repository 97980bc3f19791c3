import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { similarities } from '../../client/similarity.js';
import { isStrange } from '../../core/vectors/states.js';
import type { EditorEngine } from '../engine.js';
import { readSettings } from '../settings.js';
import { matrixHtml } from './matrixHtml.js';
import { type Passage, placeOf, revealPassage } from './passages.js';
import { inOneLine, threeDecimals, unknownWords } from './words.js';

/** Goes to a text of the matrix; only its page runs it. */
const SHOW = 'cloze.showCompared';
/** So many texts can be looked at. */
const MOST = 100;

/** The matrix of three or more texts, one panel for all; it shows the last. */
export class MatrixPanel implements vscode.Disposable {
  #panel: vscode.WebviewPanel | undefined;
  #passages: readonly Passage[] = [];
  readonly #command: vscode.Disposable;

  constructor(private readonly engine: EditorEngine) {
    this.#command = vscode.commands.registerCommand(SHOW, (index: unknown) => {
      const passage = typeof index === 'number' ? this.#passages[index] : undefined;
      return passage && revealPassage(passage);
    });
  }

  /** @throws ClozeError of the engine, `cancelled` when a person gave up */
  async show(all: readonly Passage[]): Promise<void> {
    const passages = all.slice(0, MOST);
    const texts = passages.map(({ text }) => text);
    const { representation } = readSettings();
    const how = { representation, background: this.engine.backgroundFile(texts), lane: 'interactive' } as const;
    const title = vscode.l10n.t('Cloze compares {0} texts', texts.length);
    const found = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title, cancellable: true },
      (_, token) => similarities((method, params) => this.engine.request(method, params, token), texts, how),
    );
    this.#passages = passages;
    const panel = this.#open();
    const notes = [
      vscode.l10n.t(
        'Large: the cosine ({0}). Small, and as colour: its percentile among random pairs of {1} ordinary sentences of about the same lengths, which have {2} on average; at least {3} pairs each.',
        found.representation,
        found.sentences,
        threeDecimals(found.meanCosine),
        Math.min(...found.pairs.flatMap((row) => [...row])),
      ),
      ...passages.flatMap((_, i) => {
        const parts = found.texts[i]?.parts ?? 1;
        return parts > 1
          ? [vscode.l10n.t('Text {0} is longer than the model reads at once: {1} parts.', i + 1, parts)]
          : [];
      }),
      ...found.texts.flatMap((facts, i) => (isStrange(facts) ? [`${i + 1}: ${unknownWords(facts)}.`] : [])),
      ...(all.length > MOST ? [vscode.l10n.t('The first {0} of {1} texts.', MOST, all.length)] : []),
    ];
    panel.webview.html = matrixHtml({
      title: vscode.l10n.t('How alike the selections are'),
      language: vscode.env.language,
      lead: vscode.l10n.t('Texts that are alike stand together. Select one to go to it.'),
      notes,
      texts: passages.map((passage, i) => ({
        text: inOneLine(passage.text, 300),
        place: placeOf(passage),
        link: `command:${SHOW}?${encodeURIComponent(JSON.stringify([i]))}`,
      })),
      cell: (cosine, percentile) => vscode.l10n.t('cosine {0}, percentile {1}', cosine, percentile),
      found,
      nonce: randomBytes(24).toString('base64url'),
    });
  }

  dispose(): void {
    this.#command.dispose();
    this.#panel?.dispose();
  }

  #open(): vscode.WebviewPanel {
    if (this.#panel) {
      this.#panel.reveal(undefined, true);
      return this.#panel;
    }
    const title = vscode.l10n.t('Similarity of Selections');
    const where = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    const panel = vscode.window.createWebviewPanel('cloze.similarity', title, where, {
      enableCommandUris: [SHOW],
      localResourceRoots: [],
    });
    panel.onDidDispose(() => {
      this.#panel = undefined;
    });
    this.#panel = panel;
    return panel;
  }
}
