import { MappedText, type Part } from './mappedText.js';
import { type Extractor, type ProseUnit, unitsOf } from './unit.js';

/** A cell of a notebook: its text, read out of the strings of the file. */
interface Cell {
  readonly type: string;
  readonly text: MappedText;
}

/**
 * The prose of a Jupyter notebook (nbformat 4) in JSON: that of its Markdown cells, and of its code cells by their language.
 * @param extractorOf reads a cell of a language
 */
export function notebookUnits(
  text: string,
  extractorOf: (languageId: string) => Extractor,
  focus?: number,
): ProseUnit[] {
  const { cells, language } = readNotebook(text);
  return cells.flatMap((cell) => {
    if (cell.type !== 'markdown' && cell.type !== 'code') return [];
    return unitsOf(cell.text, extractorOf(cell.type === 'code' ? language : 'markdown'), focus);
  });
}

/**
 * The cells of a notebook and the language of its code, `python` where it says none. What is not well-formed JSON is read
 * as far as it makes sense.
 */
function readNotebook(text: string): { readonly cells: readonly Cell[]; readonly language: string } {
  const cells: Cell[] = [];
  let cell = { type: '', parts: [] as Part[] };
  let language = 'python';
  walkJson(text, (path, start, end) => {
    if (path === '.cells[') {
      cells.push({ type: cell.type, text: new MappedText(text, cell.parts) });
      cell = { type: '', parts: [] };
    } else if (path === '.cells[.cell_type') cell.type = text.slice(start, end);
    else if (path === '.cells[.source' || path === '.cells[.source[') cell.parts.push(...stringParts(text, start, end));
    else if (path === '.metadata.language_info.name' || path === '.metadata.kernelspec.language') {
      language = text.slice(start, end).toLowerCase();
    }
  });
  return { cells, language };
}

/** Deepest value of a notebook that is of interest. */
const DEPTH = 5;

/**
 * Calls `visit` for each string that is a value, with what is between its quotation marks, and for each object or list
 * that ends, with nothing. A path is written `.key` for an object and `[` for a list; that of anything deep is empty.
 */
function walkJson(text: string, visit: (path: string, start: number, end: number) => void): void {
  const mark = /["{}[\]]/g;
  const stack: string[] = [];
  const path = () => (stack.length > DEPTH ? '' : stack.join(''));
  for (let found = mark.exec(text); found; found = mark.exec(text)) {
    if (found[0] === '{' || found[0] === '[') stack.push(found[0] === '[' ? '[' : '.');
    else if (found[0] !== '"') {
      stack.pop();
      visit(path(), found.index, found.index);
    } else {
      const start = mark.lastIndex;
      const end = stringEnd(text, start);
      mark.lastIndex = end + 1;
      const isKey = stack.at(-1)?.startsWith('.') && /^\s{0,100}:/.test(text.slice(end + 1, end + 102));
      if (isKey) stack.splice(-1, 1, `.${text.slice(start, Math.min(end, start + 20))}`);
      else visit(path(), start, end);
    }
  }
}

function stringEnd(text: string, start: number): number {
  const mark = /["\\]/g;
  mark.lastIndex = start;
  for (let found = mark.exec(text); found; found = mark.exec(text)) {
    if (found[0] === '"') return found.index;
    mark.lastIndex++;
  }
  return text.length;
}

const CONTROLS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

function stringParts(text: string, start: number, end: number): Part[] {
  const parts: Part[] = [];
  let at = start;
  for (const { 0: mark, index } of text.slice(start, end).matchAll(/\\(?:u[\da-fA-F]{4}|[\s\S])/g)) {
    const from = start + index;
    const character = mark.length > 2 ? String.fromCharCode(Number.parseInt(mark.slice(2), 16)) : mark.charAt(1);
    parts.push(
      { start: at, end: from },
      {
        start: from,
        end: from + mark.length,
        text: mark.length > 2 ? character : (CONTROLS[character] ?? character),
      },
    );
    at = from + mark.length;
  }
  return [...parts, { start: at, end }];
}
