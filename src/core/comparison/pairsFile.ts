import { parse } from 'papaparse';
import { ClozeError } from '../errors.js';
import { isRecord } from '../json.js';
import type { Sentences, TextPair } from './comparison.js';

/** A file of pairs, read into rows of cells. */
export interface Rows {
  /** Names of the columns, where the file has them. */
  readonly names: readonly string[] | undefined;
  /** The same number of cells in each row as there are columns. */
  readonly rows: readonly (readonly string[])[];
  readonly width: number;
}

/** Where a pairs file keeps what: numbers of columns. */
export interface Columns {
  readonly first: number;
  readonly second: number;
  readonly gold?: number;
}

const FIRST = /^(sentence|text|s|sent|query|premise|sentence_?a|句子?|文本)[ _-]?(1|a)?$/i;
const SECOND = /^(sentence|text|s|sent)[ _-]?(2|b)$|^(sentence_?b|hypothesis|paraphrase|句子?2|文本2)$/i;
const GOLD = /^(gold|score|similarity|similarity[ _]score|label|relatedness[_ ]score|分数|标签)$/i;

/** The kinds of pairs files, by extension. */
export const PAIRS_FILE = /\.(tsv|csv|jsonl)$/i;

/**
 * Reads `.tsv` (no quotes: a quotation mark is a character, as in STS-B), `.csv` (RFC 4180) or `.jsonl` (one object or
 * list a line).
 * @throws ClozeError `bad-request` that names the line
 */
export function readRows(text: string, name: string): Rows {
  const clean = text.replace(/^\ufeff/, '');
  const extension = PAIRS_FILE.exec(name)?.[1]?.toLowerCase();
  if (extension === 'jsonl') return jsonRows(clean);
  if (extension !== 'csv' && extension !== 'tsv') {
    throw new ClozeError('bad-request', `${name} is neither .tsv nor .csv nor .jsonl.`);
  }
  const isTsv = extension === 'tsv';
  const { data, errors } = parse<string[]>(clean, {
    delimiter: isTsv ? '\t' : '',
    ...(isTsv && { quoteChar: '\u0000' }),
    skipEmptyLines: 'greedy',
  });
  const broken = errors.find(({ type }) => type === 'Quotes');
  if (broken) throw new ClozeError('bad-request', `Row ${(broken.row ?? 0) + 1} of ${name}: ${broken.message}.`);
  const [head, ...rest] = data;
  if (!head) throw new ClozeError('bad-request', `There is no row in ${name}.`);
  const hasNames = head.some((cell) => FIRST.test(cell.trim()) || SECOND.test(cell.trim()) || GOLD.test(cell.trim()));
  const width = Math.max(...data.map((row) => row.length));
  const rows = (hasNames ? rest : data).map((row) => Array.from({ length: width }, (_, i) => (row[i] ?? '').trim()));
  return { names: hasNames ? head.map((cell) => cell.trim()) : undefined, rows, width };
}

/** A column holds numbers when more than this share of its cells that are not empty are some. */
const MOST_ARE = 0.5;
/** A column that is so many times shorter than a text is none. */
const SHORTER = 2;

/**
 * Which columns hold the pair: by their names; else the two of the longest texts, with the column of numbers beside them as the gold score.
 * @returns undefined when that leaves a doubt, and a person should be asked
 */
export function guessColumns({ names, rows, width }: Rows): Columns | undefined {
  const named = (pattern: RegExp, not?: number) => names?.findIndex((name, i) => i !== not && pattern.test(name)) ?? -1;
  const [second, score] = [named(SECOND), named(GOLD)];
  const first = named(FIRST, second);
  if (first >= 0 && second >= 0) return { first, second, ...(score >= 0 && { gold: score }) };
  const columns = Array.from({ length: width }, (_, i) => i);
  const numeric = columns.filter((i) => {
    const cells = rows.map((row) => row[i]).filter((cell) => cell !== '');
    return cells.length > 0 && cells.filter(isNumber).length > MOST_ARE * cells.length;
  });
  const length = (i: number) => rows.reduce((sum, row) => sum + (row[i]?.length ?? 0), 0);
  const texts = columns.filter((i) => !numeric.includes(i) && length(i) > 0).sort((a, b) => length(b) - length(a));
  const [a, b, next] = texts;
  if (a === undefined || b === undefined) return undefined;
  if (next !== undefined && length(next) * SHORTER > length(b)) return undefined;
  const [left, right] = [Math.min(a, b), Math.max(a, b)];
  const beside = numeric.filter((i) => i === left - 1 || i === right + 1 || (i > left && i < right));
  const golds = beside.length > 0 ? beside : numeric;
  if (golds.length > 1) return undefined;
  const [gold = score] = golds;
  return { first: left, second: right, ...(gold >= 0 && { gold }) };
}

/** The lines of a text that are not empty, as sentences; each once. */
export function linesOf(text: string): Sentences {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  return { texts: [...new Set(lines.map((line) => line.trim()).filter((line) => line !== ''))] };
}

/** The pairs of a file, and what is wrong with some of its rows. */
export interface FilePairs {
  readonly sentences: Sentences;
  /** Rows without two texts: they are left out. */
  readonly skipped: number;
  /** Rows whose gold score is no number, as it is written: their pairs are there without one. */
  readonly unrated: readonly string[];
}

/**
 * The pairs of these columns. A text that comes up again is one text.
 * @throws ClozeError `bad-request` when no pair is left
 */
export function pairsOf({ rows }: Rows, { first, second, gold }: Columns): FilePairs {
  const numbers = new Map<string, number>();
  const numberOf = (text: string) => {
    const known = numbers.get(text);
    if (known !== undefined) return known;
    numbers.set(text, numbers.size);
    return numbers.size - 1;
  };
  const pairs: TextPair[] = [];
  const unrated: string[] = [];
  let skipped = 0;
  for (const row of rows) {
    const [a = '', b = ''] = [row[first], row[second]];
    if (a === '' || b === '') {
      skipped += 1;
      continue;
    }
    const [i, j] = [numberOf(a), numberOf(b)];
    const score = gold === undefined ? undefined : row[gold];
    pairs.push({ i, j, ...(isNumber(score) && { gold: Number(score) }) });
    if (score !== undefined && !isNumber(score)) unrated.push(score);
  }
  if (pairs.length === 0) throw new ClozeError('bad-request', 'No row has two texts.');
  return { sentences: { texts: [...numbers.keys()], pairs }, skipped, unrated };
}

function jsonRows(text: string): Rows {
  const values = text.split(/\r?\n/).flatMap((line, i) => (line.trim() === '' ? [] : [parsed(line, i + 1)]));
  if (values.length === 0) throw new ClozeError('bad-request', 'There is no line in the file.');
  if (values.every(Array.isArray)) {
    const width = Math.max(...values.map((value) => value.length));
    const rows = values.map((value) => Array.from({ length: width }, (_, i) => textOf(value[i])));
    return { names: undefined, rows, width };
  }
  const records = values.map((value, i) => {
    if (isRecord(value)) return value;
    throw new ClozeError('bad-request', `Value ${i + 1} of the file is no object.`);
  });
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))];
  const rows = records.map((record) => names.map((name) => textOf(record[name])));
  return { names, rows, width: names.length };
}

function parsed(line: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new ClozeError('bad-request', `Line ${number} of the file is not JSON.`, { cause: error });
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';
}

function isNumber(text: string | undefined): boolean {
  return text !== undefined && text.trim() !== '' && Number.isFinite(Number(text));
}
