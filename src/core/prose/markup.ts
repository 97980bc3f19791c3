import { type Extractor, PLACEHOLDER, type ProseKind, type ProseUnit, unitsWithin } from './unit.js';
import { UnitBuilder } from './unitBuilder.js';

const TOKEN = new RegExp(
  [
    '<!--[\\s\\S]*?(?:-->|$)',
    '<!\\[CDATA\\[(?<cdata>[\\s\\S]*?)(?:\\]\\]>|$)',
    '<\\?[\\s\\S]*?(?:\\?>|$)',
    '<![^>]*>?',
    // A tag that is not closed ends before the next one.
    `<(?<close>/?)(?<name>[A-Za-z][\\w:.-]*)(?<attributes>(?:[^"'<>]|"[^"]*"|'[^']*')*)>?`,
    '(?<entity>&(?:#\\d{1,7}|#[xX][\\da-fA-F]{1,6}|[A-Za-z]\\w{1,30});)',
    // An expression of a template, and a reference of Javadoc.
    '(?<mustache>\\{\\{[^{}]{0,500}\\}\\}|\\{@\\w+[^{}]{0,200}\\})',
    '(?<brace>\\{[^{}]{0,500}\\})',
  ].join('|'),
  'g',
);

/** Elements that stand inside a sentence. Every other begins and ends a unit. */
const INLINE = new Set(
  `a abbr acronym b bdi bdo big br cite code data del dfn em emphasis font i img ins kbd label link mark mask math
  paramref q rp ruby s samp see seealso small span strike strong sub sup svg time tt typeparamref u ulink var wbr xref c`.split(
    /\s+/,
  ),
);
/** Elements whose content is no prose; those that are inline, too, are a word of their sentence. */
const OPAQUE = new Set('c code kbd math pre samp svg tt var'.split(' '));
/** Elements without content that name a thing. */
const REFERENCES = new Set(['paramref', 'see', 'seealso', 'typeparamref', 'xref']);
/** Elements whose content is in another language. */
const EMBEDDED: Readonly<Record<string, string>> = { script: 'javascript', style: 'css' };
const KINDS: Readonly<Record<string, ProseKind>> = {
  ...{ h1: 'heading', h2: 'heading', h3: 'heading', h4: 'heading', h5: 'heading', h6: 'heading', title: 'heading' },
  ...{ li: 'listItem', dt: 'listItem', dd: 'listItem', td: 'tableCell', th: 'tableCell' },
};

/**
 * The prose of HTML, XML and templates over them: the text between tags; comments are left to the scanner of code.
 * @param embedded reads scripts and style sheets; without it they are left out
 * @param braces whether `{...}` is an expression (Svelte); `{{...}}` always is
 */
export function markupUnits(
  text: string,
  focus?: number,
  embedded?: (languageId: string) => Extractor,
  braces = false,
): ProseUnit[] {
  const builder = new UnitBuilder(text, focus);
  const others: ProseUnit[] = [];
  const unclosed = new Set<string>();
  const token = new RegExp(TOKEN);
  let kind: ProseKind = 'paragraph';
  let at = 0;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const { cdata, close, name, attributes = '', entity, mustache, brace } = match.groups ?? {};
    const start = match.index;
    if ((brace !== undefined && !braces) || match[0] === '<mask>') continue;
    builder.keep(at, start);
    at = token.lastIndex;
    if (cdata !== undefined) builder.keep(start + 9, start + 9 + cdata.length);
    else if (entity !== undefined) builder.entity(start, at);
    else if (mustache !== undefined) builder.put(start, at, PLACEHOLDER);
    else if (brace !== undefined) {
      // `{#if}` and its like are blocks of Svelte.
      if (/^\{[#/:@]/.test(brace)) builder.flush(kind);
      else builder.put(start, at, PLACEHOLDER);
    } else if (name !== undefined) {
      const element = name.toLowerCase();
      const inline = INLINE.has(element);
      if (!inline) builder.flush(kind);
      if (element === 'br') builder.space();
      if (!inline) kind = (!close && KINDS[element]) || 'paragraph';
      const language = EMBEDDED[element];
      if (REFERENCES.has(element) && /\/$/.test(attributes)) builder.put(start, at, PLACEHOLDER);
      else if (!close && !/\/$/.test(attributes) && (language || OPAQUE.has(element)) && !unclosed.has(element)) {
        const end = closingTag(text, at, element);
        if (end < 0 && !language) {
          unclosed.add(element);
          continue;
        }
        const stop = end < 0 ? text.length : end;
        if (language && embedded)
          others.push(...unitsWithin(text, at, stop, embedded(languageOf(language, attributes)), focus));
        else if (inline) builder.put(start, stop, PLACEHOLDER);
        token.lastIndex = at = stop;
      }
    }
  }
  builder.keep(at, text.length);
  builder.flush(kind);
  return others.length === 0 ? builder.units : [...builder.units, ...others].sort((a, b) => a.start - b.start);
}

function closingTag(text: string, from: number, element: string): number {
  const pattern = new RegExp(`</${element}\\b`, 'gi');
  pattern.lastIndex = from;
  return pattern.exec(text)?.index ?? -1;
}

/** The language of a script or style sheet by its attributes `lang` and `type`. */
function languageOf(usual: string, attributes: string): string {
  const named = /\b(?:lang|type)\s*=\s*["']?(?:text\/|application\/)?([\w+.-]+)/i.exec(attributes)?.[1]?.toLowerCase();
  const languages: Record<string, string> = {
    ts: 'typescript',
    tsx: 'typescript',
    typescript: 'typescript',
    json: 'json',
  };
  if (named && ['scss', 'less', 'css'].includes(named)) return named;
  return (named && languages[named]) || (named === 'ld+json' ? 'json' : usual);
}
