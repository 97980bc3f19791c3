import path from 'node:path';
import * as vscode from 'vscode';
import {
  type Columns,
  guessColumns,
  linesOf,
  PAIRS_FILE,
  pairsOf,
  type Rows,
  readRows,
} from '../core/comparison/pairsFile.js';
import { sampleSentences } from '../core/comparison/samples.js';
import { sampled } from '../core/comparison/sampling.js';
import { short } from '../core/json.js';
import { sentences } from '../core/sentences/index.js';
import type { PoolSource } from '../protocol/pool.js';

/**
 * What the command compares: the pairs of a pairs file, the selections, the lines or else the sentences of one selection,
 * the lines of the file, or else samples.
 * @returns undefined when a person who was asked for the columns gave up
 * @throws ClozeError for a pairs file that cannot be read
 */
export async function sourceFor(editor: vscode.TextEditor | undefined): Promise<PoolSource | undefined> {
  if (!editor) return samples();
  const name = path.posix.basename(editor.document.uri.path);
  const selected = selectedTexts(editor);
  if (selected.length > 1) return { title: vscode.l10n.t('selected in {0}', name), ...sampled({ texts: selected }) };
  const text = editor.document.getText();
  if (PAIRS_FILE.test(name)) return pairsIn(text, name);
  const lines = linesOf(text);
  return lines.texts.length > 1 ? { title: name, ...sampled(lines) } : samples();
}

/** What is selected: each selection when there are several, else the lines or the sentences of the one. */
export function selectedTexts({ document, selections }: vscode.TextEditor): string[] {
  const chosen = selections.map((selection) => document.getText(selection).trim()).filter((text) => text !== '');
  const [only, ...others] = chosen;
  if (only === undefined || others.length > 0) return [...new Set(chosen.map(inOneLine))];
  const lines = linesOf(only).texts;
  if (lines.length > 1) return [...lines];
  return [...new Set(sentences(only).map(({ start, end }) => only.slice(start, end)))];
}

function samples(): PoolSource {
  return {
    title: vscode.l10n.t('sample pairs, scored by hand from 0 to 5'),
    ...sampleSentences(vscode.env.language),
  };
}

async function pairsIn(text: string, name: string): Promise<PoolSource | undefined> {
  const rows = readRows(text, name);
  const columns = guessColumns(rows) ?? (await askColumns(rows, name));
  if (!columns) return undefined;
  const { sentences: pairs, skipped, unrated } = pairsOf(rows, columns);
  const notes = [
    ...(skipped > 0 ? [vscode.l10n.t('Rows without two texts, which are left out: {0}.', skipped)] : []),
    ...(unrated.length > 0 ? [unratedNote(unrated)] : []),
  ];
  return { title: name, notes, ...sampled(pairs) };
}

/** @param unrated what stands in place of gold scores */
function unratedNote(unrated: readonly string[]): string {
  const example = unrated.find((it) => it !== '');
  return example === undefined
    ? vscode.l10n.t('Rows without a gold score: {0}. Their pairs are compared, but not rated.', unrated.length)
    : vscode.l10n.t(
        'Rows whose gold score is no number, such as “{1}”: {0}. Their pairs are compared, but not rated.',
        unrated.length,
        short(example, 40),
      );
}

/** Asks which columns are the texts, and which is the gold score. */
async function askColumns({ names, rows, width }: Rows, name: string): Promise<Columns | undefined> {
  const items = Array.from({ length: width }, (_, column) => ({
    label: names?.[column] || vscode.l10n.t('Column {0}', column + 1),
    description: short(rows[0]?.[column] ?? '', 80),
    column,
  }));
  const ask = (placeHolder: string, taken: readonly number[], none?: string) =>
    vscode.window.showQuickPick(
      [
        ...items.filter(({ column }) => !taken.includes(column)),
        ...(none === undefined ? [] : [{ label: none, description: '', column: -1 }]),
      ],
      { title: vscode.l10n.t('Columns of {0}', name), placeHolder, matchOnDescription: true },
    );
  const first = await ask(vscode.l10n.t('Which column has the first text?'), []);
  if (!first) return undefined;
  const second = await ask(vscode.l10n.t('Which column has the second text?'), [first.column]);
  if (!second) return undefined;
  const taken = [first.column, second.column];
  const gold = await ask(vscode.l10n.t('Which column has the gold score?'), taken, vscode.l10n.t('There is none'));
  if (!gold) return undefined;
  return { first: first.column, second: second.column, ...(gold.column >= 0 && { gold: gold.column }) };
}

function inOneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}
