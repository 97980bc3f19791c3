import * as vscode from 'vscode';
import { type Passage, placeOf } from './passages.js';
import { inOneLine, rank } from './words.js';

export const VIEW = 'cloze.similar';

/** A sentence that was found. */
export interface Found {
  readonly passage: Passage;
  /** As it is read, markup left out. */
  readonly text: string;
  readonly cosine: number;
  readonly percentile: number;
  readonly pairs: number;
}

/** The sentences that were found, best first. */
export class SimilarTree implements vscode.TreeDataProvider<Found>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly view: vscode.TreeView<Found>;
  #found: readonly Found[] = [];

  constructor() {
    this.view = vscode.window.createTreeView(VIEW, { treeDataProvider: this });
  }

  /** @param message what is said above the list */
  show(found: readonly Found[], message: string): void {
    this.#found = found;
    this.view.message = message;
    void vscode.commands.executeCommand('setContext', 'cloze.hasSimilar', true);
    this.#changed.fire();
  }

  clear(): void {
    this.#found = [];
    this.view.message = '';
    void vscode.commands.executeCommand('setContext', 'cloze.hasSimilar', false);
    this.#changed.fire();
  }

  getChildren(): Found[] {
    return [...this.#found];
  }

  getParent(): undefined {
    return undefined;
  }

  getTreeItem(found: Found): vscode.TreeItem {
    const { passage, text, cosine, percentile, pairs } = found;
    const item = new vscode.TreeItem(`${cosine.toFixed(2)}  ${inOneLine(text, 200)}`);
    item.description = `${percentile.toFixed(1)} % · ${placeOf(passage)}`;
    item.tooltip = `${inOneLine(text, 1000)}\n${vscode.l10n.t('cosine {0}', cosine.toFixed(3))}, ${rank(percentile, pairs)}\n${placeOf(passage)}`;
    item.accessibilityInformation = { label: `${inOneLine(text, 200)}, ${cosine.toFixed(2)}, ${item.description}` };
    item.iconPath = new vscode.ThemeIcon('quote');
    item.command = { command: 'cloze.showSimilar', title: vscode.l10n.t('Go to the sentence'), arguments: [passage] };
    return item;
  }

  dispose(): void {
    this.view.dispose();
    this.#changed.dispose();
  }
}
