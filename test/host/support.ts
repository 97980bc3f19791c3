import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Exports } from '../../src/extension.js';

/** The extension under test, activated. */
export async function activated(): Promise<vscode.Extension<Exports>> {
  const extension = vscode.extensions.getExtension<Exports>('cloze.cloze');
  assert.ok(extension, 'the extension is installed');
  await extension.activate();
  return extension;
}

/** Cloze's completion items where `|` stands in `marked`; the bar itself is not in the document. */
export async function complete(marked: string, language = 'plaintext') {
  const document = await vscode.workspace.openTextDocument({ content: marked.replace('|', ''), language });
  return { document, items: await completeAt(document, marked.indexOf('|')) };
}

export async function completeAt(document: vscode.TextDocument, offset: number): Promise<vscode.CompletionItem[]> {
  const list = await vscode.commands.executeCommand<vscode.CompletionList>(
    'vscode.executeCompletionItemProvider',
    document.uri,
    document.positionAt(offset),
  );
  return list.items.filter(({ label }) => typeof label === 'object' && /^ {2}(< )?\d+\.\d %$/.test(label.detail ?? ''));
}

export function wordOf({ label }: vscode.CompletionItem): string {
  return typeof label === 'string' ? label : label.label;
}

/** What the document would say with the item chosen. */
export function applied(document: vscode.TextDocument, item: vscode.CompletionItem): string {
  const range = item.range as vscode.Range;
  const text = document.getText();
  return text.slice(0, document.offsetAt(range.start)) + item.insertText + text.slice(document.offsetAt(range.end));
}

/** Sets a setting for the user, and takes it back with the returned function. */
export async function set(name: string, value: unknown): Promise<() => Thenable<void>> {
  const section = vscode.workspace.getConfiguration('cloze');
  await section.update(name, value, vscode.ConfigurationTarget.Global);
  return () => section.update(name, undefined, vscode.ConfigurationTarget.Global);
}

/** @throws Error when it does not come true within a minute */
export async function until(what: string, condition: () => boolean): Promise<void> {
  const start = Date.now();
  while (!condition()) {
    if (Date.now() - start > 60_000) throw new Error(`Not within a minute: ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
