import * as vscode from 'vscode';

const STATE = 'ignoredWords';
const SETTING = 'score.ignoredWords';

/**
 * Words that are not marked: in a file, kept with the workspace's state; elsewhere in the settings, in which a list adds
 * to those of wider scopes. Upper and lower case are one.
 */
export class IgnoredWords {
  constructor(private readonly state: vscode.Memento) {}

  /** Tells which words are not marked in a document. */
  of({ uri }: vscode.TextDocument): (word: string) => boolean {
    const { globalValue, workspaceValue, workspaceFolderValue } =
      vscode.workspace.getConfiguration('cloze', uri).inspect(SETTING) ?? {};
    const listed = [globalValue, workspaceValue, workspaceFolderValue].flatMap(strings);
    const words = new Set([...this.#inFile(uri), ...listed].map(folded));
    return (word) => words.has(folded(word));
  }

  async addInFile({ uri }: vscode.TextDocument, word: string): Promise<void> {
    await this.#keep(uri, [...new Set([...this.#inFile(uri), folded(word)])]);
  }

  async addInWorkspace({ uri }: vscode.TextDocument, word: string): Promise<void> {
    const settings = vscode.workspace.getConfiguration('cloze', uri);
    const words = strings(settings.inspect(SETTING)?.workspaceValue);
    const added = [...new Set([...words, folded(word)])].sort();
    await settings.update(SETTING, added, vscode.ConfigurationTarget.Workspace);
  }

  /** @returns how many words they were */
  async forgetInFile({ uri }: vscode.TextDocument): Promise<number> {
    const { length } = this.#inFile(uri);
    await this.#keep(uri, []);
    return length;
  }

  #inFile(uri: vscode.Uri): string[] {
    return this.#files()[uri.toString()] ?? [];
  }

  #files(): Readonly<Record<string, string[]>> {
    return this.state.get<Record<string, string[]>>(STATE) ?? {};
  }

  async #keep(uri: vscode.Uri, words: readonly string[]): Promise<void> {
    const { [uri.toString()]: _, ...others } = this.#files();
    await this.state.update(STATE, words.length > 0 ? { ...others, [uri.toString()]: words } : others);
  }
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function folded(word: string): string {
  return word.normalize('NFC').toLowerCase();
}
