import { GFM, type InlineContext, type MarkdownConfig, type MarkdownParser, parser } from '@lezer/markdown';

/**
 * What is read as markup. *comment*: what people write in comments, where stars multiply, angles hold types and
 * indentation is no code, and where references to code are written in the ways of documentation tools. *plain*: lists and
 * quotation marks of mail alone.
 */
export type Dialect = 'markdown' | 'comment' | 'plain';

const MATH: MarkdownConfig = {
  defineNodes: ['Math', { name: 'MathBlock', block: true }],
  parseInline: [
    // The rules of Pandoc (extension tex_math_dollars) for what is a formula and what is money.
    matching('Math', '$', /\$\$[^$]+\$\$|\$(?![\s$])(?:[^$\\]|\\[\s\S])*?(?<![\s\\])\$(?!\d)/y, 'Escape'),
  ],
  parseBlock: [
    {
      name: 'MathBlock',
      before: 'FencedCode',
      parse(cx, line) {
        // In lists and quotations, where the block might end before the formula does, it is read as inline content.
        if (cx.depth > 1 || !/^\$\$[^$]*$/.test(line.text.slice(line.pos))) return false;
        const start = cx.lineStart + line.pos;
        while (cx.nextLine() && !line.text.trimEnd().endsWith('$$'));
        cx.nextLine();
        cx.addElement(cx.elt('MathBlock', start, cx.prevLineEnd()));
        return true;
      },
    },
  ],
};

/** JSDoc's and Javadoc's `{@link Name}`, and Sphinx's `:class:` before code. */
const DOC_TOOLS: MarkdownConfig = {
  defineNodes: ['DocReference', 'Role'],
  parseInline: [
    matching('DocReference', '{', /\{@\w+[^{}]{0,200}\}/y, 'Escape'),
    matching('Role', ':', /:[\w.+-]{1,30}(?::[\w.+-]{1,30})?:(?=`)/y, 'Escape'),
  ],
};

const DIALECTS: Readonly<Record<Dialect, MarkdownParser>> = {
  markdown: parser.configure([GFM, MATH]),
  comment: parser.configure([
    GFM,
    DOC_TOOLS,
    { remove: ['Entity', 'Escape', 'HTMLBlock', 'HTMLTag', 'IndentedCode', 'SetextHeading'] },
  ]),
  plain: parser.configure({
    remove: [
      ...['ATXHeading', 'FencedCode', 'HTMLBlock', 'IndentedCode', 'LinkReference', 'SetextHeading'],
      ...['Emphasis', 'Entity', 'Escape', 'HardBreak', 'HTMLTag', 'Image', 'InlineCode', 'Link'],
    ],
  }),
};

/** Longest stretch of inline content that is parsed in one go, in UTF-16 units. */
const INLINE_REACH = 8192;

/**
 * A parser whose time grows with the length of the text alone: brackets and the like cost it the square of a paragraph's
 * length, so what is longer than {@link INLINE_REACH} is parsed in pieces.
 * @param focus inline content that does not hold this offset is not looked at
 */
export function parserOf(dialect: Dialect, focus?: number): MarkdownParser {
  const whole = DIALECTS[dialect];
  const parseInline = (text: string, offset: number) => {
    if (focus !== undefined && (focus < offset || focus > offset + text.length)) return [];
    if (text.length <= INLINE_REACH) return whole.parseInline(text, offset);
    const count = Math.ceil(text.length / INLINE_REACH);
    return Array.from({ length: count }, (_, i) => i * INLINE_REACH).flatMap((at) =>
      whole.parseInline(text.slice(at, at + INLINE_REACH), offset + at),
    );
  };
  return Object.create(whole, { parseInline: { value: parseInline } }) as MarkdownParser;
}

/** The labels, in lower case, that a text defines links for. */
export function linkLabels(text: string): ReadonlySet<string> {
  const found = text.matchAll(/^[ \t>]{0,20}\[([^[\]\n]{1,999})\]:/gm);
  return new Set(Array.from(found, ([, label = '']) => label.trim().toLowerCase()));
}

/** An inline parser for what begins with `first` and matches `pattern` (sticky). */
function matching(name: string, first: string, pattern: RegExp, before: string) {
  const code = first.charCodeAt(0);
  return {
    name,
    before,
    parse(cx: InlineContext, next: number, pos: number): number {
      if (next !== code) return -1;
      pattern.lastIndex = pos - cx.offset;
      const length = pattern.exec(cx.text)?.[0].length;
      return length === undefined ? -1 : cx.addElement(cx.elt(name, pos, pos + length));
    },
  };
}
