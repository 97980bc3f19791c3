import type { Rule } from './lexer.js';

// What several languages have in common. String.raw keeps the patterns readable.
const { raw } = String;

/** A backslash, and whatever it makes of what follows. */
export const ESCAPE = raw`\\(?:u\{[\da-fA-F]{1,6}\}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|x[\da-fA-F]{2}|\r\n|[\s\S])`;
/** What stands behind the name of a record's field. */
export const KEY = raw`\s*:`;

export const line = (open: string): Rule => ({ kind: 'comment', open, close: '$' });
export const block = (open: string, close: string): Rule => ({ kind: 'comment', open, close });
export const nested = (open: string, close: string): Rule => ({ kind: 'comment', open, close, nested: open });
export const skip = (open: string, close?: string): Rule => ({ kind: 'skip', open, ...(close && { close }) });
/** A string with the escapes of C, within one line. */
export const quoted = (quote: string, more: Partial<Rule> = {}): Rule => {
  return { kind: 'string', open: quote, close: quote, escape: ESCAPE, oneLine: true, ...more };
};
/** A string with the escapes of C, over any number of lines. */
export const long = (quote: string, more: Partial<Rule> = {}): Rule => quoted(quote, { oneLine: false, ...more });
/** A string that says what it shows. */
export const verbatim = (open: string, close = open, more: Partial<Rule> = {}): Rule => {
  return { kind: 'string', open, close, ...more };
};

export const SHEBANG = skip(raw`#!(?<=^(?<![\s\S])#!).*`);
export const SLASHES = line(raw`\/\/[\/!]*`);
export const HASHES = line('#+');
export const STARS = block(raw`\/\*(?:[*!]+(?!\/))?`, raw`\*\/`);
export const NESTED_STARS: Rule = { ...STARS, nested: raw`\/\*` };
/** One character; also keeps a quotation mark in it from beginning a string. */
export const CHARACTER = skip(raw`'(?:\\[^\n]{1,10}?|[^\\'\n\ud800-\udfff]|[\ud800-\udbff][\udc00-\udfff])'`);
/** A regular expression between slashes: where an operand may stand, and of bounded length. */
export const regex = (before: string): Rule => {
  const body = raw`(?:[^\\\/\[\n]|\\.|\[(?:[^\]\\\n]|\\.){0,200}\]){1,400}`;
  return skip(raw`\/(?<=(?:${before})[ \t]{0,9}\/)(?![*\/])${body}\/\w*`);
};

/** Here-documents of shells and their like: the body begins on the next line and ends at one that repeats the word. */
export const heredoc = (before: string, more: Partial<Rule> = {}): Rule => ({
  kind: 'string',
  open: raw`${before}(?<q>["']?)(?<d>[A-Za-z_]\w{0,99})\k<q>[^\n]*\n`,
  close: raw`^[ \t]*\k<d>\b`,
  ...more,
});

/** `open` when `prefix` stands directly before it, and is no part of a longer word. */
export const after = (prefix: string, open: string): string => raw`${open}(?<=(?<!\w)(?:${prefix})${open})`;
