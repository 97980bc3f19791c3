import type { Span } from '../masks.js';

/** A line of a comment, without its marks. */
interface DocLine extends Span {
  /** It begins a paragraph, whatever stands before it. */
  readonly fresh: boolean;
}

const words = (list: string) => new Set(list.split(/\s+/));
/** Tags of JSDoc, Javadoc, Doxygen, PHPDoc and roxygen2 that prose follows; behind the first ones stands a name. */
const NAMED = words(
  'arg argument exception field param prop property retval slot template throw throws tparam typedef',
);
const PROSE = words(
  `attention brief bug caution deprecated desc description detail details fileoverview important invariant note overview
  par post pre privateRemarks remark remarks result return returns sa short summary title todo warning`,
);
/** Tags that code follows, up to the next tag. */
const CODE = words('code dot example examples msc startuml usage verbatim');
/** Tags whose line is no prose. */
const SILENT = words(
  `abstract access addtogroup alpha async author authors beta callback class const constant constructor copyright date
  default defaultValue defgroup else endcode endif endverbatim enum event export exports extends external file final fires
  function generator global hidden if ignore implements import importFrom ingroup inheritDoc inheritdoc inner instance
  interface internal kind lends license link listens memberof method mixes mixin module name namespace noRd nosideeffects
  override package private protected public rdname readonly requires satisfies see serial since static suppress this type
  var variation version virtual yields`,
);

/** Remarks to tools: linters, compilers, editors. */
const PRAGMA = new RegExp(
  `^(?:eslint|prettier-|biome-|tslint|stylelint|@ts-|@flow|ts-|type: ?ignore|noqa|pylint:|pyright:|mypy:|ruff:|flake8:|fmt:|
  isort:|yapf:|pragma:|nolint|go:|\\+build|NOLINT|clang-|cspell|shellcheck |rubocop:|phpcs:|swiftlint:|ktlint|checkstyle|
  istanbul |c8 |v8 |webpack|@vite|sourceMapping|#?region\\b|#?endregion\\b|vim?: |ex: |-\\*-|coding[:=]|frozen_string_literal|
  yaml-language-server|<reference )`.replace(/\n\s*/g, ''),
);
const BANNER = /^[-=*#_/+.:;<>%\s]{3,}$/;
const SECTION =
  /^(?:Args|Arguments|Attributes|Examples?|Keyword Arg(?:ument)?s|Methods|Notes?|Other Parameters|Params|Parameters|Raises|References|Returns?|See Also|Throws|Warns|Yields?)(:?)$/;

/**
 * The lines of a comment that are prose: without rules of dashes, remarks to tools, examples, and what documentation tools
 * read (`@param name`, `:param name:`, the names in the sections of Google's and NumPy's style).
 * @param lines in order; an empty one separates paragraphs
 */
export function docLines(text: string, lines: readonly Span[]): DocLine[] {
  let code: 'tag' | 'doctest' | undefined;
  let section = false;
  /** The indentation of the paragraph, and whether lines of it were deeper: one that is not deeper is the next entry. */
  let hanging: { readonly indent: number; deeper: boolean } | undefined;
  return lines.map(({ start, end }, i) => {
    const content = text.slice(start, end);
    const indent = content.length - content.trimStart().length;
    const words = content.trim();
    const nothing = { start: end, end, fresh: true };
    const before = hanging;
    hanging = undefined;
    if (code === 'doctest' && (words === '' || words.startsWith('\x60\x60\x60'))) code = undefined;
    const tag = /^[@\\](\w+)\b/.exec(words)?.[1];
    const known = tag !== undefined && [NAMED, PROSE, CODE, SILENT].some((set) => set.has(tag));
    if (known) code = CODE.has(tag) ? 'tag' : undefined;
    if (words.startsWith('>>>')) code ??= 'doctest';
    if (code || (known && SILENT.has(tag)) || BANNER.test(words) || PRAGMA.test(words)) return nothing;
    const heading = SECTION.exec(words);
    if (heading && (heading[1] === ':' || BANNER.test(slice(text, lines[i + 1])))) {
      section = true;
      return nothing;
    }
    if (indent === 0 && words !== '') section &&= / : /.test(words);
    const mark = known ? tagOf(words, tag) : markOf(content, section);
    if (mark === 'all') return nothing;
    const skipped = mark ? (known ? indent : 0) + mark.length : 0;
    const fresh = skipped > 0 || (before?.deeper === true && indent === before.indent);
    if (words !== '') hanging = fresh || !before || indent < before.indent ? { indent, deeper: false } : before;
    if (before && indent > before.indent) before.deeper = true;
    return { start: start + skipped, end, fresh };
  });
}

const NAME =
  /^(?:\[in\]|\[out\]|\[in,out\])?\s*(?:(?:[^\s$]{1,80}\s+)?\$\w+|\[[^\]]{0,100}\]|[&.*]{0,4}[\w.]+\*?)?\s*(?:-\s)?/;

/** A tag with its type, name and dash. */
function tagOf(line: string, tag: string): string {
  const typed = /^[@\\]\w+(?:\s*\{[^{}]{0,200}\})?\s*/.exec(line)?.[0] ?? '';
  // What is thrown is a type or a name.
  const named = NAMED.has(tag) && !(/^(?:exception|throws?)$/.test(tag) && typed.includes('{'));
  return typed + (named ? (NAME.exec(line.slice(typed.length))?.[0] ?? '') : '');
}

/** What is no prose at the start of a line, in the ways of Sphinx, Google, NumPy, PowerShell and Perl. */
function markOf(content: string, section: boolean): string | 'all' | undefined {
  if (/^\s*(?::r?type\b|:vartype\b|\.[A-Z]{3,}(?:\s+\w+)?\s*$)/.test(content)) return 'all';
  if (section && /^\*{0,2}\w+(?:, \*{0,2}\w+)* : \S/.test(content)) return 'all';
  const google = section ? /^\s+\*{0,2}[A-Za-z_][\w.]*(?: ?\([^()\n]{0,100}\))?: +(?=\S)/.exec(content) : null;
  return (google ?? /^\s*(?::\w+(?: [^:\n]{1,80})?:(?=\s)|=[a-z]\w*\s)\s*/.exec(content))?.[0];
}

function slice(text: string, span: Span | undefined): string {
  return span ? text.slice(span.start, span.end).trim() : '';
}
