import type { Rule } from './lexer.js';
import {
  after,
  block,
  CHARACTER,
  ESCAPE,
  HASHES,
  heredoc,
  KEY,
  line,
  long,
  NESTED_STARS,
  nested,
  quoted,
  regex,
  SHEBANG,
  SLASHES,
  STARS,
  skip,
  verbatim,
} from './rules.js';

/** How the comments and strings of a programming language are written and read. */
export interface Language {
  readonly rules: readonly Rule[];
  /** How the text of its documentation comments is written. Markdown by default. */
  readonly docs?: 'markup';
  /** A string that stands as a statement documents what is around it. */
  readonly docstrings?: boolean;
}

const { raw } = String;
const DOLLAR_BRACE = { hole: raw`\$\{`, insert: raw`\$[A-Za-z_]\w*` };
const QUOTES = [`"""`, `'''`, `"`, `'`];
const of = (...rules: readonly Rule[]): Language => ({ rules });

const C = of(
  skip(raw`#[ \t]*include[ \t]*["<][^">\n]*[">]`),
  SLASHES,
  STARS,
  verbatim(raw`${after(`(?:u8|[uUL])?R`, `"`)}(?<d>[^()\\\s]{0,16})\(`, raw`\)\k<d>"`),
  quoted(`"`),
  skip(raw`'(?<=[\da-fA-F]')(?=[\da-fA-F])`),
  CHARACTER,
);

const JAVASCRIPT = of(
  SHEBANG,
  SLASHES,
  STARS,
  skip(raw`["'](?<=\b(?:from|import|require\()[ \t]{0,3}["'])[^"'\n]{0,500}["']`),
  regex(raw`[=(,:\[!&|?{;+\-*%~^]|^|\b(?:return|typeof|case|in|of|do|else|void|throw|await|yield)`),
  long('`', { hole: raw`\$\{` }),
  quoted(`"`),
  quoted(`'`),
);

const PYTHON: Language = {
  docstrings: true,
  rules: [
    SHEBANG,
    HASHES,
    ...QUOTES.flatMap((quote) => {
      const oneLine = quote.length === 1;
      const formatted = raw`${ESCAPE}|\{\{|\}\}`;
      return [
        quoted(quote, {
          open: after('[fFtT][rR]?|[rR][fFtT]', quote),
          oneLine,
          hole: raw`\{(?!\{)`,
          escape: formatted,
        }),
        quoted(quote, { open: after('[rR][bB]?|[bB][rR]', quote), oneLine, raw: true }),
        quoted(quote, { oneLine }),
      ];
    }),
  ],
};

const CSHARP: Language = {
  docs: 'markup',
  rules: [
    SLASHES,
    STARS,
    verbatim(`(?<d>"{3,99})`, raw`\k<d>`),
    long(`"`, { open: raw`"(?<=(?:\$@|@\$)")`, escape: raw`""|\{\{|\}\}`, hole: raw`\{(?!\{)` }),
    long(`"`, { open: raw`"(?<=@")`, escape: `""` }),
    quoted(`"`, { open: raw`"(?<=\$")`, escape: raw`${ESCAPE}|\{\{|\}\}`, hole: raw`\{(?!\{)` }),
    quoted(`"`),
    CHARACTER,
  ],
};

const SHELL_INSERT = { hole: raw`\$[({]`, insert: raw`\$(?:\w+|[#?@*!$-])|\x60[^\x60]{0,500}\x60` };
const SHELL = of(
  SHEBANG,
  skip(raw`\\[\s\S]`),
  line(raw`#+(?<=(?:^|[\s;&|(])#+)`),
  heredoc(raw`<<(?<!<<<)(?!<)-?[ \t]*`, { escape: raw`\\["$\\\x60\n]`, ...SHELL_INSERT }),
  long(`'`, { open: raw`'(?<=\$')` }),
  verbatim(`'`),
  long(`"`, { escape: raw`\\["$\\\x60\n]`, ...SHELL_INSERT }),
);

const POWERSHELL_INSERT = { hole: raw`\$[({]`, insert: raw`\$[A-Za-z_?]\w*` };
const POWERSHELL = of(
  block('<#', '#>'),
  line(raw`#+(?<=(?:^|[\s;({|])#+)`),
  verbatim(raw`@"[ \t]*\r?\n`, `^"@`, { escape: raw`\x60[\s\S]`, ...POWERSHELL_INSERT }),
  verbatim(raw`@'[ \t]*\r?\n`, `^'@`),
  verbatim(`"`, `"`, { escape: raw`\x60[\s\S]|""`, ...POWERSHELL_INSERT }),
  verbatim(`'`, `'`, { escape: `''` }),
);

const RUBY = of(
  SHEBANG,
  block(raw`^=begin\b`, raw`^=end\b.*`),
  skip('^__END__$', raw`$(?![\s\S])`),
  HASHES,
  skip(raw`\?(?<=[\s(,=]\?)["'#](?!\w)|\$["'\x60]`),
  skip(raw`%[wWiI](?:\[[^\]]{0,2000}\]|\([^)]{0,2000}\)|\{[^}]{0,2000}\})`),
  ...[raw`\(\)`, raw`\[\]`, raw`\{\}`].map((pair) => {
    const [open, close] = [pair.slice(0, 2), pair.slice(2)];
    return long('', { open: raw`%[qQ]?(?<=[\s=(,]%[qQ]?)${open}`, close, hole: raw`#\{` });
  }),
  regex(raw`[=(,~|&!{;]|^|\b(?:if|unless|when|and|or|not|while|match|scan|split|gsub|sub)`),
  heredoc(raw`<<[~-]?(?<![\w)\]] ?<<[~-]?)`, { escape: ESCAPE, hole: raw`#\{` }),
  long(`"`, { hole: raw`#\{` }),
  long(`'`),
);

const PERL = of(
  SHEBANG,
  block(raw`^=(?:pod|head\d|item|over|back|begin|for|encoding|end)\b.*`, raw`^=cut\b.*|$(?![\s\S])`),
  line(raw`#+(?<![$\\&{]#+)`),
  skip(raw`\b(?<![$@%&>{-])(?:m|qr)(?<q>[\/!,#|'~])(?:(?!\k<q>)[^\\]|\\.){0,400}?\k<q>`),
  skip(
    raw`\b(?<![$@%&>{-])(?:s|tr|y)(?<q>[\/!,#|~])(?:(?!\k<q>)[^\\]|\\.){0,400}?\k<q>(?:(?!\k<q>)[^\\]|\\.){0,400}?\k<q>`,
  ),
  ...[raw`\{\}`, raw`\(\)`, raw`\[\]`, '<>'].map((pair) => {
    const [open, close] = [pair.slice(0, pair.length / 2), pair.slice(pair.length / 2)];
    const content = raw`${open}(?:[^${close}\\]|\\[\s\S]){0,400}${close}`;
    return skip(raw`\b(?<![$@%&>{-])(?:(?:m|qr)${content}|(?:s|tr|y)${content}\s{0,9}${content})`);
  }),
  skip(raw`\$["'\x60]`),
  regex(raw`[=!]~|[(,&|!]|\b(?:if|unless|and|or|not|return|grep|split)`),
  long('', { open: raw`\bqq?[ \t]?\{`, close: raw`\}` }),
  long('', { open: raw`\bqq?[ \t]?\(`, close: raw`\)` }),
  heredoc('<<~?', { insert: raw`[$@](?:\w+|\{[^}\n]{0,100}\})` }),
  long(`"`, { insert: raw`[$@](?:\w+(?:->)?(?:[\[{][^\]}\n]{0,100}[\]}])?|\{[^}\n]{0,100}\})` }),
  long(`'`, { open: raw`'(?<!\w')` }),
);

const PHP_END = raw`<\?(?:php\b|=)?|$(?![\s\S])`;
export const PHP = of(
  // Outside of `<?php ... ?>` the file is HTML.
  { kind: 'outside', open: raw`(?<![\s\S])(?!\s*<\?)`, close: PHP_END },
  { kind: 'outside', open: raw`\?>`, close: PHP_END },
  { ...SLASHES, close: raw`$|(?=\?>)` },
  line(raw`#+(?!\[)`),
  STARS,
  heredoc('<<<[ \\t]*', { escape: ESCAPE, hole: raw`\{(?=\$)`, insert: raw`\$[A-Za-z_]\w*(?:->\w+|\[\w+\])?` }),
  long(`"`, { hole: raw`\{(?=\$)`, insert: raw`\$[A-Za-z_]\w*(?:->\w+|\[\w+\])?` }),
  long(`'`),
);

/** Keys whose values are commands or patterns. */
const YAML_CODE = 'run|script|commands?|args|entrypoint|cmd|if|uses|image|on|path|paths|url|pattern|regex';
const YAML = of(
  skip(
    raw`^(?<d>[ ]{0,200})(?:- )?["']?(?:${YAML_CODE}|(?:before|after)_script)["']?:[ \t]*[|>][-+\d]*[ \t]*$`,
    '^(?!\\k<d>[ ]|[ \\t]*$)',
  ),
  skip(raw`^[ \t]*(?:- )*["']?(?:${YAML_CODE})["']?:[ \t][^\n#]*`),
  verbatim(raw`^(?<d>[ ]{0,200})[^\n#"']{0,200}?[:-][ \t]+[|>][-+\d]*[ \t]*$`, '^(?!\\k<d>[ ]|[ \\t]*$)'),
  line(raw`#+(?<=(?:^|\s)#+)`),
  // Plain scalars of several words.
  verbatim(
    raw`^[ \t]*(?:-[ \t]+)*(?:[\w.$/ -]{1,80}:[ \t]+)?(?=[^\s"'|>&*#{}\[\]!%@\x60-][^\s:]{0,80} +[^\s#])(?![^\n]{0,80}:[ \t])`,
    raw`$|[ \t](?=#)`,
  ),
  quoted(`"`, { open: raw`"(?<!\w")`, oneLine: false, unlessBefore: KEY }),
  verbatim(`'(?<!\\w')`, `'`, { escape: `''`, unlessBefore: KEY }),
);

const JULIA: Language = {
  docstrings: true,
  rules: [
    nested('#=', '=#'),
    HASHES,
    CHARACTER,
    ...[`"""`, `"`].map((quote) => long(quote, { hole: raw`\$\(`, insert: raw`\$[A-Za-z_]\w*` })),
  ],
};

const CSS = [STARS, quoted(`"`), quoted(`'`)];
const SASS = of(skip(raw`\burl\([^)"'\n]{0,2000}`), SLASHES, ...CSS);
const VALUE = quoted(`"`, { unlessBefore: KEY });
const JSON_VALUES = of(VALUE);
const LISP = of(line(';+'), long(`"`), skip(raw`\\[\s\S]`));
const LATEX = of(
  skip(raw`\\verb\*?(?<q>[^A-Za-z\s*])[^\n]{0,400}?\k<q>|\\(?:url|href|path)\{[^{}\n]{0,400}\}`),
  skip(raw`\\(?:begin\{(?<d>verbatim\*?|lstlisting|minted|comment)\})`, raw`\\end\{\k<d>\}`),
  skip(raw`\\[\s\S]`),
  line('%+'),
);
const ATTRIBUTES = raw`(?:[^"'<>]|"[^"]*"|'[^']*')*`;
const MARKUP = of(
  skip(raw`<(?<d>script|style)\b${ATTRIBUTES}(?<!\/)>`, raw`<\/\k<d>`),
  skip(raw`<!\[CDATA\[`, raw`\]\]>`),
  skip(raw`<\?`, raw`\?>`),
  skip(raw`<\/?[A-Za-z][\w:.-]*${ATTRIBUTES}`),
  block('<!--', '-->'),
);

/** The languages, by the ids that VS Code gives them. */
export const LANGUAGES: Readonly<Record<string, Language>> = {
  bat: of(line(raw`^[ \t]*(?:@?[rR][eE][mM]\b|::+)`)),
  c: C,
  clojure: LISP,
  coffeescript: of(block('###', '###'), HASHES, ...QUOTES.map((quote) => long(quote, { hole: raw`#\{` }))),
  cpp: C,
  csharp: CSHARP,
  css: of(...CSS),
  'cuda-cpp': C,
  dart: of(
    SLASHES,
    NESTED_STARS,
    ...QUOTES.flatMap((quote) => [
      verbatim(after('r', quote), quote, { oneLine: quote.length === 1 }),
      quoted(quote, { oneLine: quote.length === 1, ...DOLLAR_BRACE }),
    ]),
  ),
  dockercompose: YAML,
  dockerfile: of(line(raw`^[ \t]*#+`)),
  elixir: of(HASHES, skip(raw`\?["'#]`), ...QUOTES.map((quote) => long(quote, { hole: raw`#\{` }))),
  erlang: of(line('%+'), skip(raw`\$\\?["'%]`), long(`"`)),
  fsharp: of(SLASHES, nested(raw`\(\*(?!\))`, raw`\*\)`), long(`"""`, { raw: true }), long(`"`), CHARACTER),
  glsl: C,
  go: of(SLASHES, STARS, quoted(`"`), verbatim('\x60'), CHARACTER),
  graphql: of(HASHES, long(`"""`), quoted(`"`)),
  groovy: of(
    SHEBANG,
    SLASHES,
    STARS,
    ...QUOTES.map((quote) => quoted(quote, { oneLine: quote.length === 1, ...DOLLAR_BRACE })),
  ),
  handlebars: MARKUP,
  haskell: of(
    skip(raw`\{-#`, '#-\\}'),
    nested(raw`\{-`, raw`-\}`),
    line(raw`--+(?![!#$%&*+.\/<=>?@\\^|~:-])(?: ?[|^*](?= ))?`),
    skip(raw`'(?<=\w')`),
    CHARACTER,
    quoted(`"`),
  ),
  hlsl: C,
  html: MARKUP,
  ini: of(line(raw`^[ \t]*[;#]+`)),
  java: { docs: 'markup', rules: [SLASHES, STARS, long(`"""`), quoted(`"`), CHARACTER] },
  javascript: JAVASCRIPT,
  javascriptreact: JAVASCRIPT,
  json: JSON_VALUES,
  jsonc: of(SLASHES, STARS, VALUE),
  jsonl: JSON_VALUES,
  julia: JULIA,
  kotlin: of(SLASHES, NESTED_STARS, verbatim(`"""`, `"""`, DOLLAR_BRACE), quoted(`"`, DOLLAR_BRACE), CHARACTER),
  latex: LATEX,
  less: SASS,
  lua: of(
    SHEBANG,
    block(raw`--\[(?<d>={0,99})\[`, raw`\]\k<d>\]`),
    line('--+'),
    verbatim(raw`\[(?<d>={0,99})\[`, raw`\]\k<d>\]`),
    quoted(`"`),
    quoted(`'`),
  ),
  makefile: of(line(raw`#+(?<![\\$]#+)`)),
  'objective-c': C,
  'objective-cpp': C,
  perl: PERL,
  php: PHP,
  powershell: POWERSHELL,
  properties: of(line(raw`^[ \t]*[;#!]+`)),
  proto3: of(SLASHES, STARS, quoted(`"`)),
  python: PYTHON,
  r: of(
    line(`#+'?`),
    verbatim(raw`${after('[rR]', `"`)}(?<d>-{0,99})\(`, raw`\)\k<d>"`),
    verbatim(raw`${after('[rR]', `'`)}(?<d>-{0,99})\(`, raw`\)\k<d>'`),
    long(`"`),
    long(`'`),
  ),
  ruby: RUBY,
  rust: of(SHEBANG, SLASHES, NESTED_STARS, verbatim(raw`\b[bc]?r(?<d>#{0,255})"`, raw`"\k<d>`), long(`"`), CHARACTER),
  scala: of(
    SLASHES,
    NESTED_STARS,
    verbatim(after(raw`\w+`, `"""`), `"""`, DOLLAR_BRACE),
    verbatim(`"""`),
    quoted(`"`, { open: after(raw`\w+`, `"`), ...DOLLAR_BRACE }),
    quoted(`"`),
    CHARACTER,
  ),
  scss: SASS,
  shellscript: SHELL,
  sql: of(line('--+'), STARS, verbatim(`'`, `'`, { escape: `''` }), skip(raw`"[^"\n]{0,200}"`)),
  svelte: MARKUP,
  swift: of(
    SLASHES,
    NESTED_STARS,
    verbatim(`(?<d>#{1,9})"""`, raw`"""\k<d>`),
    verbatim(`(?<d>#{1,9})"`, raw`"\k<d>`, { oneLine: true }),
    long(`"""`, { hole: raw`\\\(` }),
    quoted(`"`, { hole: raw`\\\(` }),
  ),
  tex: LATEX,
  toml: of(
    HASHES,
    long(`"""`),
    verbatim(`'''`),
    quoted(`"`, { unlessBefore: raw`[ \t]*[=\].]` }),
    verbatim(`'`, `'`, { oneLine: true, unlessBefore: raw`[ \t]*[=\].]` }),
  ),
  typescript: JAVASCRIPT,
  typescriptreact: JAVASCRIPT,
  vb: of(line(`'+`), verbatim(`"`, `"`, { escape: `""`, oneLine: true })),
  vue: MARKUP,
  xml: MARKUP,
  xsl: MARKUP,
  yaml: YAML,
  zig: of(SLASHES, quoted(`"`), CHARACTER),
};
