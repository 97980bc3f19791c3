import type { Span } from '../masks.js';
import type { Part } from './mappedText.js';

/**
 * How a comment or a string of a programming language is written. All patterns are sources of regular expressions (flags
 * `gm`); each must take time in proportion to the length of the text over a whole scan, so that none may look far ahead
 * and then fail.
 */
export interface Rule {
  /**
   * What `skip` matches is neither prose nor code: a character, a regular expression, a file that is imported; what
   * `outside` matches is in the language that this one is embedded in.
   */
  readonly kind: 'comment' | 'string' | 'skip' | 'outside';
  /** Where it begins. A group named `d` can be repeated by `close`. */
  readonly open: string;
  /** Where it ends; without it, where `open` does. */
  readonly close?: string;
  /** What counts as one more beginning inside of it. */
  readonly nested?: string;
  /** Stands for another character, or keeps `close` from ending it. */
  readonly escape?: string;
  /** Begins code in a string, up to the bracket that closes the pattern's last character. */
  readonly hole?: string;
  /** Code in a string that ends where the pattern does. */
  readonly insert?: string;
  /** One that is not closed on its line is none. */
  readonly oneLine?: boolean;
  /** What its escapes say is what they are: `\n` in a raw string. */
  readonly raw?: boolean;
  /** One that this follows is none: the key of a record. */
  readonly unlessBefore?: string;
}

/** A comment or string of a text, or what is outside of its code. */
export interface Token extends Span {
  readonly rule: Rule;
  /** What stands between its marks. */
  readonly body: Span;
  /** What its mark was: `///`. */
  readonly marker: string;
  /** Escapes (without a text) and code (with an empty one) in the body. */
  readonly inside: readonly Part[];
  /** How many strings it is in the code of. */
  readonly depth: number;
}

interface Open {
  readonly rule: Rule;
  readonly start: number;
  readonly bodyStart: number;
  readonly pattern: Alternatives;
  readonly inside: Part[];
  nesting: number;
  /** Where the code in it began that is being read. */
  hole?: { readonly start: number; readonly pattern: Alternatives; readonly close: string; brackets: number };
}

/**
 * The comments and strings of a program, by the rules of its language; what is inside of another comes before it.
 *
 * A table-driven scanner of our own, because no library was found that is good enough for every language at once. Prism
 * (88 kB for these languages) and highlight.js (170 kB) take 95 and 400 ms for a megabyte of JavaScript, where this takes
 * some 10, and up to 3 and 1.5 seconds for 40 kB of unbalanced quotation marks: the square of the length. The grammars of
 * Lezer cover a third of the languages, TextMate's need WebAssembly, and none tells what of a string is prose.
 */
export function* tokens(text: string, rules: readonly Rule[]): Generator<Token> {
  const stack: Open[] = [];
  let at = 0;
  while (at <= text.length) {
    const top = stack.at(-1);
    if (top && !top.hole) {
      const { pattern, inside } = top;
      const found = pattern.next(text, at);
      const start = found?.index ?? text.length;
      const event = found && EVENTS[pattern.which(found)];
      at = found ? pattern.end : text.length + 1;
      if (event === 'nested') top.nesting++;
      else if (event === 'escape') inside.push({ start, end: at });
      else if (event === 'insert') inside.push({ start, end: at, text: '' });
      else if (event === 'hole') {
        const close = found?.[0].endsWith('(') ? ')' : '}';
        top.hole = { start, pattern: codePattern(rules, close), close, brackets: 1 };
      } else if (event === 'newline') stack.pop();
      else if (!event || --top.nesting === 0) {
        stack.pop();
        const token = finish(text, top, start, Math.min(at, text.length), stack.length);
        if (token) yield token;
        // What is empty is not read twice.
        if (at === top.start) at++;
      }
      continue;
    }
    const hole = top?.hole;
    const pattern = codePattern(rules, hole?.close);
    const found = pattern.next(text, at);
    if (!found) break;
    at = pattern.end;
    const index = pattern.which(found);
    const rule = rules[index];
    if (rule?.close !== undefined) {
      const body = bodyPattern(rule, found.groups?.[`d${index}`]);
      stack.push({ rule, start: found.index, bodyStart: at, pattern: body, inside: [], nesting: 1 });
    } else if (!rule && top && hole) {
      hole.brackets += found[0] === hole.close ? -1 : 1;
      if (hole.brackets === 0) {
        top.inside.push({ start: hole.start, end: at, text: '' });
        delete top.hole;
      }
    }
  }
  // Strings whose code the text ends in end with it.
  for (let open = stack.pop(); open; open = stack.pop()) {
    if (open.hole) open.inside.push({ start: open.hole.start, end: text.length, text: '' });
    const token = open.rule.oneLine ? undefined : finish(text, open, text.length, text.length, stack.length);
    if (token) yield token;
  }
}

function finish(text: string, open: Open, bodyEnd: number, end: number, depth: number): Token | undefined {
  const { rule, start, bodyStart, inside } = open;
  if (rule.kind === 'skip') return undefined;
  if (rule.unlessBefore !== undefined && followed(text, end, rule.unlessBefore)) return undefined;
  const body = { start: bodyStart, end: bodyEnd };
  return { rule, start, end, body, marker: text.slice(start, bodyStart), inside, depth };
}

function followed(text: string, at: number, source: string): boolean {
  const pattern = cached('followed', source, () => new RegExp(source, 'y'));
  pattern.lastIndex = at;
  return pattern.test(text);
}

/** Several patterns that are looked for at once. */
class Alternatives {
  readonly #pattern: RegExp;
  /** The group of each in a match. Numbers, because an object of names for each match would take a third of the time. */
  readonly #groups: readonly number[];

  constructor(sources: readonly (string | undefined)[]) {
    let pattern = '';
    this.#groups = sources.map((source) => {
      if (source === undefined) return -1;
      // What matches nothing at all still has all its groups.
      const group = new RegExp(`${pattern}|`).exec('')?.length ?? 0;
      pattern += `${pattern && '|'}(${source})`;
      return group;
    });
    this.#pattern = new RegExp(pattern, 'gm');
  }

  /** The first match from `at` on. */
  next(text: string, at: number): RegExpExecArray | null {
    this.#pattern.lastIndex = at;
    return this.#pattern.exec(text);
  }

  /** Where the last match ends. */
  get end(): number {
    return this.#pattern.lastIndex;
  }

  /** Which of them matched. */
  which(match: RegExpExecArray): number {
    return this.#groups.findIndex((group) => match[group] !== undefined);
  }
}

const EVENTS = ['nested', 'hole', 'insert', 'escape', 'close', 'newline'] as const;

/** Finds the next beginning of one of the rules, or one of the brackets that `close` closes. */
function codePattern(rules: readonly Rule[], close = ''): Alternatives {
  return cached(rules, close, () => {
    const opens = rules.map(({ open }, i) => open.replace(/(\(\?|\\k)<(\w+)>/g, `$1<$2${i}>`));
    return new Alternatives([...opens, close === '' ? undefined : close === ')' ? '[()]' : '[{}]']);
  });
}

/** Finds the next thing inside a token that matters: one of {@link EVENTS}. */
function bodyPattern(rule: Rule, delimiter: string | undefined): Alternatives {
  const make = () => {
    const close = (rule.close ?? '').replaceAll('\\k<d>', (delimiter ?? '').replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    const all = { ...rule, close, newline: rule.oneLine ? '\\n' : undefined };
    return new Alternatives(EVENTS.map((event) => all[event]));
  };
  return delimiter === undefined ? cached(rule, '', make) : make();
}

const made = new Map<unknown, Map<string, unknown>>();

function cached<T>(owner: unknown, key: string, make: () => T): T {
  const own = made.get(owner) ?? new Map<string, unknown>();
  made.set(owner, own);
  if (!own.has(key)) own.set(key, make());
  return own.get(key) as T;
}
