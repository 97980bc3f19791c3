import * as vscode from 'vscode';
import { type Passage, placeOf, revealPassage } from './passages.js';
import { inOneLine } from './words.js';

/** A passage that is kept for comparison, across files; seen in the status bar. */
export class Pin implements vscode.Disposable {
  #passage: Passage | undefined;
  readonly #item = vscode.window.createStatusBarItem('cloze.pin', vscode.StatusBarAlignment.Right, 99);

  constructor() {
    this.#item.name = vscode.l10n.t('Cloze: pinned selection');
    this.#item.command = 'cloze.pinMenu';
  }

  get passage(): Passage | undefined {
    return this.#passage;
  }

  /** @param passage undefined clears it */
  set(passage: Passage | undefined): void {
    this.#passage = passage;
    void vscode.commands.executeCommand('setContext', 'cloze.hasPin', passage !== undefined);
    if (!passage) {
      this.#item.hide();
      return;
    }
    this.#item.text = `$(pin) ${inOneLine(passage.text, 24)}`;
    this.#item.tooltip = `${vscode.l10n.t('Pinned for comparison, from {0}:', placeOf(passage))}\n${inOneLine(passage.text, 500)}`;
    this.#item.accessibilityInformation = { label: this.#item.tooltip, role: 'button' };
    this.#item.show();
  }

  /** What can be done with it. */
  async menu(): Promise<void> {
    const passage = this.#passage;
    if (!passage) return;
    const items = [
      {
        label: vscode.l10n.t('Compare with what is selected'),
        run: () => vscode.commands.executeCommand('cloze.compareWithPinned'),
      },
      { label: vscode.l10n.t('Go to it'), run: () => revealPassage(passage) },
      { label: vscode.l10n.t('Clear it'), run: async () => this.set(undefined) },
    ];
    const chosen = await vscode.window.showQuickPick(items, { title: inOneLine(passage.text) });
    await chosen?.run();
  }

  dispose(): void {
    this.#item.dispose();
  }
}
