import { commentUnits, docstringUnits, goesOn, isLineComment } from './comments.js';
import type { Language } from './languages.js';
import { type Token, tokens } from './lexer.js';
import { MappedText, type Part } from './mappedText.js';
import { isDocstring, stringUnits } from './strings.js';
import { type Extractor, PLACEHOLDER, type ProseUnit, unitsOf } from './unit.js';

/**
 * The prose of a program: its comments and strings.
 * @param focus the text is scanned up to the comment or string that holds it, and only that one is read
 */
export function codeUnits(text: string, language: Language, focus?: number): ProseUnit[] {
  const units: ProseUnit[] = [];
  let comment: Token[] = [];
  const flush = () => {
    if (touches(comment, focus)) units.push(...commentUnits(text, comment, language, focus));
    comment = [];
  };
  for (const token of tokens(text, language.rules)) {
    const last = comment.at(-1);
    if (last && !(isLineComment(token) && goesOn(text, last, token))) flush();
    if (focus !== undefined && token.depth === 0 && token.start > focus && comment.length === 0) break;
    if (token.rule.kind === 'comment') {
      comment.push(token);
      if (!isLineComment(token)) flush();
    } else if (token.rule.kind === 'string' && touches([token], focus)) {
      const documents = language.docstrings && isDocstring(text, token);
      units.push(...(documents ? docstringUnits(text, token, focus) : stringUnits(text, token, focus)));
    }
  }
  flush();
  return units.sort((a, b) => a.start - b.start);
}

/**
 * The prose that a program is embedded in, as PHP is in HTML. Code that prints is a word of its sentence.
 * @param extract reads the text around the code
 */
export function outsideUnits(text: string, language: Language, extract: Extractor, focus?: number): ProseUnit[] {
  const parts: Part[] = [];
  for (const { rule, body } of tokens(text, language.rules)) {
    if (rule.kind !== 'outside') continue;
    const last = parts.at(-1);
    const prints = last && text.startsWith('<?=', last.end);
    if (last) parts.push({ start: last.end, end: body.start, text: prints ? PLACEHOLDER : '' });
    parts.push(body);
  }
  return unitsOf(new MappedText(text, parts), extract, focus);
}

function touches(group: readonly Token[], focus: number | undefined): boolean {
  const [first, last] = [group[0], group.at(-1)];
  return (
    first !== undefined && last !== undefined && (focus === undefined || (first.start <= focus && focus <= last.end))
  );
}
