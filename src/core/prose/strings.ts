import type { Token } from './lexer.js';
import { MappedText, type Part } from './mappedText.js';
import { plainUnits } from './markdown.js';
import { isProse, PLACEHOLDER, ProseUnit, unitsOf } from './unit.js';

/** The units of a string: its paragraphs, with escapes read and code in it replaced. */
export function stringUnits(text: string, token: Token, focus?: number): ProseUnit[] {
  const read = new MappedText(text, partsOf(text, token));
  if (!isProse(text, read.parts)) return [];
  if (!read.text.includes('\n')) return [new ProseUnit(text, 'string', read.parts)];
  return unitsOf(read, plainUnits, focus, 'string');
}

function partsOf(text: string, { body, inside, rule }: Token): Part[] {
  const parts: Part[] = [];
  let at = body.start;
  for (const { start, end, text: code } of inside) {
    const character = code === undefined ? unescaped(text.slice(start, end)) : PLACEHOLDER;
    if (character === undefined || (rule.raw && code === undefined)) continue;
    parts.push({ start: at, end: start }, { start, end, text: character });
    at = end;
  }
  return [...parts, { start: at, end: body.end }];
}

/** The character that an escape stands for; undefined when it is none, so that it is read as it is written. */
function unescaped(mark: string): string | undefined {
  const [first, second = ''] = mark;
  if (first !== '\\' && first !== '\x60') return second;
  const hex = /^.[uUx]\{?([\da-fA-F]+)\}?$/.exec(mark)?.[1];
  if (hex !== undefined) {
    const code = Number.parseInt(hex, 16);
    return code <= 0xffff ? String.fromCharCode(code) : code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
  }
  if (/[nrfv]/.test(second)) return '\n';
  if (/[tae0]/.test(second)) return ' ';
  if (/[\r\n]/.test(second)) return '';
  return /\w/.test(second) ? undefined : second;
}

/** Whether a string is a statement of its own: alone on its lines, not inside of an expression, and without code in it. */
export function isDocstring(text: string, token: Token): boolean {
  if (token.inside.some(({ text: code }) => code !== undefined)) return false;
  let before = token.start - 1;
  while (/[ \tbrRuU]/.test(text.charAt(before))) before--;
  if (!/^[\n;]?$/.test(text.charAt(before)) || /[^\s;#]/.test(text.charAt(token.end))) return false;
  while (/\s/.test(text.charAt(before))) before--;
  return !/[([{,=+%\\|&]/.test(text.charAt(before));
}
