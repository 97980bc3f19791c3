import type { Span } from '../masks.js';
import {
  ACCENTS,
  CHARACTERS,
  DROPPED,
  FORMULAS,
  HEADINGS,
  LEADING,
  LEADING_ENVIRONMENT,
  NOTES,
  OPAQUE,
  REFERENCES,
  TABLES,
} from './latexCommands.js';
import { PLACEHOLDER, type ProseKind, type ProseUnit, unitsWithin } from './unit.js';
import { UnitBuilder } from './unitBuilder.js';

const TOKEN = new RegExp(
  [
    String.raw`\\(?<accent>['\x60^"~=.]|[cvuHkrdb](?=\{))(?:\{\\?(?<braced>[A-Za-z])\}|\\?(?<letter>[A-Za-z]))`,
    String.raw`\\(?<name>[A-Za-z@]+)\*?`,
    String.raw`\\(?<symbol>[\s\S])`,
    // A comment takes its line break along, and the next line's indentation, but not an empty line.
    String.raw`(?<comment>%[^\n]*(?:\n(?![ \t]*\r?\n)[ \t]*)?)`,
    String.raw`(?<math>\$\$?)`,
    String.raw`(?<break>\n[ \t]*\r?\n\s*)`,
    "(?<mark>[{}~&]|\x60\x60|''|-{2,3})",
  ].join('|'),
  'g',
);
const MARKS: Readonly<Record<string, string>> = { '\x60\x60': '“', "''": '”', '--': '–', '---': '—' };
const FORMULA = /(\$\$?)(?:[^$\\\n%]|\\[\s\S]|%[^\n]*(?=\n)|\n(?![ \t]*\r?\n)){1,8000}?\1/y;
const OPTION = /\[(?!MASK\b)(?:[^[\]{}]|\{[^{}]{0,200}\}){0,400}\]/y;
const VERB = /[*]?([^A-Za-z\s*])[^\n]{0,400}?\1/y;

/**
 * The prose of LaTeX: no preamble but its title, no commands, formulas or arguments such as labels; the arguments of
 * headings, captions and footnotes are units of their own. Comments are left to the scanner of code.
 */
export function latexUnits(text: string, focus?: number): ProseUnit[] {
  const document = text.indexOf('\\begin{document}');
  const end = text.indexOf('\\end{document}');
  const start = document < 0 ? 0 : document + '\\begin{document}'.length;
  const preamble = text.slice(0, Math.max(document, 0));
  const titles = [...groups(preamble, /\\(?:sub)?title\b[^{}\n]{0,200}\{/g)].flatMap((title) =>
    unitsWithin(text, title.start, title.end, readAs('heading'), focus),
  );
  return [...titles, ...unitsWithin(text, start, end < start ? text.length : end, readAs('paragraph'), focus)];
}

/** The prose of BibTeX: titles, abstracts and notes. */
export function bibtexUnits(text: string, focus?: number): ProseUnit[] {
  const field = /\b(?:abstract|annotation|annote|booktitle|note|subtitle|title)\s{0,20}=\s{0,20}[{"]/gi;
  return [...groups(text, field)].flatMap(({ start, end }) => {
    return unitsWithin(text, start, end, readAs('paragraph'), focus);
  });
}

/** What is between the braces, or quotation marks, that matches of `pattern` end with. */
function* groups(text: string, pattern: RegExp): Generator<Span> {
  let unclosedBefore = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const from = pattern.lastIndex - 1;
    if (text[from] === '{' && from < unclosedBefore) continue;
    const to = text[from] === '{' ? groupEnd(text, from) : text.indexOf('"', from + 1) + 1;
    if (to < 0) unclosedBefore = from - to;
    if (to <= 0) continue;
    yield { start: from + 1, end: to - 1 };
    pattern.lastIndex = to;
  }
}

const readAs = (kind: ProseKind) => (text: string, focus?: number) => new Reader(text, focus, kind).read();

/** What is being built, and what is done where its brace closes. */
interface Frame {
  readonly builder: UnitBuilder;
  kind: ProseKind;
}

class Reader {
  readonly #finished: UnitBuilder[] = [];
  readonly #token = new RegExp(TOKEN);
  /** What to do at the brace that closes each open group. */
  readonly #groups: ((() => void) | undefined)[] = [];
  /** Environments and brackets that are not closed in what follows. */
  readonly #unclosed = new Set<string>();
  /** No group that begins before this offset is closed. */
  #unclosedBefore = 0;
  #tables = 0;
  #frame: Frame;
  #at = 0;

  constructor(
    readonly text: string,
    readonly focus: number | undefined,
    kind: ProseKind,
  ) {
    this.#frame = this.#open(kind);
  }

  read(): ProseUnit[] {
    for (let match = this.#next(); match; match = this.#next()) {
      this.#frame.builder.keep(this.#at, match.index);
      this.#at = this.#token.lastIndex;
      this.#read(match);
    }
    this.#frame.builder.keep(this.#at, this.text.length);
    this.#flush();
    for (const close of this.#groups.reverse()) close?.();
    return this.#finished.flatMap(({ units }) => units).sort((a, b) => a.start - b.start);
  }

  #next(): RegExpExecArray | null {
    this.#token.lastIndex = this.#at;
    return this.#token.exec(this.text);
  }

  #read(match: RegExpExecArray): void {
    const { accent, braced, letter, name, symbol, math, mark } = match.groups ?? {};
    const start = match.index;
    if (accent !== undefined) {
      this.#put(start, `${braced ?? letter}${ACCENTS[accent]}`.normalize('NFC'));
    } else if (name !== undefined) this.#command(name, start);
    else if (symbol !== undefined) this.#symbol(symbol, start);
    else if (math !== undefined) this.#formula(start);
    else if (mark === '{') this.#groups.push(undefined);
    else if (mark === '}') this.#groups.pop()?.();
    else if (mark === '&') this.#cell();
    else if (mark === '~') this.#frame.builder.space();
    else if (mark !== undefined) this.#put(start, MARKS[mark] ?? '');
    else if (match.groups?.['break'] !== undefined) this.#flush();
  }

  #command(name: string, start: number): void {
    const leading = LEADING[name];
    const character = Object.hasOwn(CHARACTERS, name) ? CHARACTERS[name] : undefined;
    if (name === 'begin' || name === 'end') this.#environment(name === 'begin', start);
    else if (HEADINGS.has(name)) this.#argument('heading');
    else if (NOTES.has(name)) this.#note();
    else if (name === 'item') {
      this.#flush('listItem');
      this.#skip(OPTION);
    } else if (name === 'par') this.#flush();
    else if (name === 'verb') {
      if (this.#skip(VERB)) this.#put(start, PLACEHOLDER);
    } else if (REFERENCES.has(name)) {
      this.#arguments();
      this.#put(start, PLACEHOLDER);
    } else if (DROPPED.has(name)) {
      this.#arguments();
      this.#frame.builder.leaveOut();
    } else if (Object.hasOwn(LEADING, name)) this.#arguments(leading);
    else if (character === '_') this.#frame.builder.space();
    else if (character !== undefined) this.#put(start, character);
    else if (!this.#skip(OPTION)) this.#skip(/[ \t]*\n?(?!\s)[ \t]*|[ \t]*/y);
  }

  #symbol(symbol: string, start: number): void {
    if (symbol === '(' || symbol === '[') {
      const end = this.#find(symbol === '(' ? '\\)' : '\\]');
      if (end >= 0) this.#at = end;
      if (end >= 0) this.#put(start, PLACEHOLDER);
    } else if (symbol === '\\' && this.#tables > 0) this.#cell();
    else if (/[\s,;:\\]/.test(symbol)) this.#frame.builder.space();
    else if (/[&%$#_{}]/.test(symbol)) this.#put(start, symbol);
  }

  #formula(start: number): void {
    this.#at = start;
    if (this.#skip(FORMULA)) this.#put(start, PLACEHOLDER);
    else this.#at = start + 1;
  }

  #environment(begins: boolean, start: number): void {
    const found = /^\{([A-Za-z]+\*?)\}/.exec(this.text.slice(this.#at, this.#at + 40));
    const name = found?.[1];
    if (!name) return;
    this.#at += found[0].length;
    const bare = name.replace('*', '');
    if (begins && (FORMULAS.has(bare) || OPAQUE.has(bare))) {
      const end = this.#find(`\\end{${name}}`);
      if (end < 0) return;
      if (OPAQUE.has(bare)) this.#flush();
      this.#at = end;
      if (FORMULAS.has(bare)) this.#put(start, PLACEHOLDER);
      return;
    }
    if (TABLES.has(name)) this.#tables = Math.max(0, this.#tables + (begins ? 1 : -1));
    this.#flush(this.#tables > 0 ? 'tableCell' : 'paragraph');
    if (begins) this.#arguments(LEADING_ENVIRONMENT[name] ?? 0);
  }

  /** Begins a unit that ends with the argument. */
  #argument(kind: ProseKind): void {
    this.#skip(OPTION);
    if (this.text[this.#at] !== '{') return;
    this.#at++;
    this.#flush(kind);
    this.#groups.push(() => this.#flush());
  }

  /** Reads the argument apart from what it stands in. */
  #note(): void {
    this.#skip(OPTION);
    if (this.text[this.#at] !== '{') return;
    this.#at++;
    const outer = this.#frame;
    this.#frame = this.#open('paragraph');
    this.#groups.push(() => {
      this.#flush();
      this.#frame = outer;
    });
  }

  #cell(): void {
    if (this.#tables > 0) this.#flush('tableCell');
  }

  /** Goes beyond options and up to `most` arguments in braces. */
  #arguments(most = Number.POSITIVE_INFINITY): void {
    for (let count = 0; ; ) {
      if (this.#skip(OPTION)) continue;
      if (count++ >= most || this.text[this.#at] !== '{' || this.#at < this.#unclosedBefore) return;
      const end = groupEnd(this.text, this.#at);
      if (end < 0) this.#unclosedBefore = this.#at - end;
      if (end < 0) return;
      this.#at = end;
    }
  }

  #skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.text);
    if (found) this.#at = pattern.lastIndex;
    return found !== null;
  }

  /** Where `closing` ends, from here on; -1 when it is not there. */
  #find(closing: string): number {
    const found = this.#unclosed.has(closing) ? -1 : this.text.indexOf(closing, this.#at);
    if (found < 0) this.#unclosed.add(closing);
    return found < 0 ? -1 : found + closing.length;
  }

  #put(start: number, text: string): void {
    this.#frame.builder.put(start, this.#at, text);
  }

  /** Ends the unit; the next one is of `kind`. */
  #flush(kind: ProseKind = 'paragraph'): void {
    this.#frame.builder.flush(this.#frame.kind);
    this.#frame.kind = kind;
  }

  #open(kind: ProseKind): Frame {
    const builder = new UnitBuilder(this.text, this.focus);
    this.#finished.push(builder);
    return { builder, kind };
  }
}

/**
 * Where the group that begins with the brace at `start` ends. No group goes beyond a paragraph.
 * @returns the offset behind it; negative when it is not closed: how far it was looked for
 */
function groupEnd(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (character === '\\') at++;
    else if (character === '{') depth++;
    else if (character === '}' && --depth === 0) return at + 1;
    else if (character === '\n' && /^[ \t\r]{0,200}\n/.test(text.slice(at + 1, at + 200))) return start - at - 1;
  }
  return start - text.length - 1;
}
