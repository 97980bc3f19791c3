import { MappedText, type Part } from './mappedText.js';
import { remarkUnits } from './markdown.js';
import { type ProseUnit, unitsOf } from './unit.js';

/** Directives whose body is prose. The body of every other one is left out. */
const PROSE =
  /^(?:admonition|attention|caution|danger|deprecated|epigraph|error|hint|important|note|seealso|sidebar|tip|topic|versionadded|versionchanged|warning)$/;
const RULE = /^([!-/:-@[-`{-~])\1{2,}$/;

/**
 * The prose of reStructuredText, its basics: without directives that hold no prose, literal blocks, comments, fields and
 * the lines under headings. Inline markup is that which it has in common with comments.
 */
export function restructuredTextUnits(text: string, focus?: number): ProseUnit[] {
  const parts: Part[] = [];
  let at = 0;
  /** Lines indented deeper than this are no prose. */
  let opaque: number | undefined;
  const keep = (start: number, end: number, fresh: boolean) => {
    const last = parts.at(-1)?.end;
    if (last !== undefined) parts.push({ start: last, end: start, text: fresh ? '\n\n' : '\n' });
    parts.push({ start, end });
  };
  for (const line of text.split('\n')) {
    const start = at;
    at += line.length + 1;
    const words = line.trim();
    const indent = line.length - line.trimStart().length;
    const end = start + indent + words.length;
    if (words === '') {
      keep(start, start, true);
      continue;
    }
    if (opaque !== undefined && indent > opaque) continue;
    opaque = undefined;
    const directive = /^\.\.\s+(?:\|[^|]*\|\s+)?([\w:-]+)::\s*/.exec(words);
    const name = directive?.[1] ?? '';
    if (directive && PROSE.test(name)) keep(start + indent + (directive[0] as string).length, end, true);
    else if (/^\.\.(?:\s|$)/.test(words)) opaque = indent;
    else if (RULE.test(words)) keep(end, end, true);
    else if (/^:[^:\s][^:]{0,80}:(?:\s|$)/.test(words)) {
      keep(start + indent + (/^:[^:]+:\s*/.exec(words)?.[0].length ?? 0), end, true);
    } else {
      const literal = words.endsWith('::');
      if (literal) opaque = indent;
      keep(start + indent, literal ? end - 1 : end, false);
    }
  }
  return unitsOf(new MappedText(text, parts), remarkUnits, focus);
}
