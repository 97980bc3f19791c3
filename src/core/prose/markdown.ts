import { MappedText, type Part } from './mappedText.js';
import { type Dialect, linkLabels, parserOf } from './markdownParser.js';
import { markupUnits } from './markup.js';
import { type Extractor, PLACEHOLDER, type ProseKind, type ProseUnit, unitsOf, unitsWithin } from './unit.js';
import { UnitBuilder } from './unitBuilder.js';

/** Blocks with text in them, by the name of their node. */
const KINDS: Readonly<Record<string, ProseKind>> = {
  Paragraph: 'paragraph',
  Task: 'listItem',
  TableCell: 'tableCell',
  ATXHeading1: 'heading',
  ATXHeading2: 'heading',
  ATXHeading3: 'heading',
  ATXHeading4: 'heading',
  ATXHeading5: 'heading',
  ATXHeading6: 'heading',
  SetextHeading1: 'heading',
  SetextHeading2: 'heading',
};
/** Nodes that are not read. What is in neither list is read, or looked into. */
const LEFT_OUT = new Set(
  `CodeBlock Comment EmphasisMark Entity Escape FencedCode HardBreak HeaderMark HorizontalRule LinkReference ListMark
  MathBlock ProcessingInstruction QuoteMark Role StrikethroughMark TaskMarker TableDelimiter`.split(/\s+/),
);
/** Nodes that are a word of their sentence. */
const REPLACED = new Set(['Autolink', 'DocReference', 'InlineCode', 'Math', 'URL']);
const HTML_BLOCKS = new Set(['CommentBlock', 'HTMLBlock', 'ProcessingInstructionBlock']);

/**
 * The prose of Markdown (CommonMark with GFM's tables, tasks and addresses, front matter and `$` formulas), by
 * `@lezer/markdown`. That was chosen over `mdast-util-from-markdown` with its extensions because it takes half the bytes
 * (61 kB against 128 minified), reads a megabyte in 0.1 s instead of some 4, and does not fail on deep nesting.
 */
export function markdownUnits(text: string, focus?: number): ProseUnit[] {
  return unitsWithin(text, bodyStart(text), text.length, readAs('markdown'), focus);
}

/** The prose of what people write in comments, which borrows from Markdown and from documentation tools. */
export const remarkUnits: Extractor = readAs('comment');

/** The paragraphs and list items of plain text. A line that is not empty goes on with the paragraph before it. */
export const plainUnits: Extractor = readAs('plain');

function readAs(dialect: Dialect): Extractor {
  const read: Extractor = (text, focus) => new Reader(text, dialect, focus).read();
  return (text, focus) => (text.includes('\r') ? unitsOf(withoutReturns(text), read, focus) : read(text, focus));
}

/** The parser knows one line break alone. */
function withoutReturns(text: string): MappedText {
  const parts: Part[] = [];
  let at = 0;
  for (const { index } of text.matchAll(/\r/g)) {
    parts.push({ start: at, end: index });
    if (text[index + 1] !== '\n') parts.push({ start: index, end: index + 1, text: '\n' });
    at = index + 1;
  }
  return new MappedText(text, [...parts, { start: at, end: text.length }]);
}

/** Where the text begins behind a byte order mark and front matter. */
function bodyStart(text: string): number {
  return /^\uFEFF?(?:(---|\+\+\+)[ \t]*\r?\n(?:[\s\S]*?\n)?\1[ \t]*(?=\r?\n|$(?![\s\S])))?/.exec(text)?.[0].length ?? 0;
}

interface Node {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** Walks the tree of a text and builds the units of its blocks. */
class Reader {
  readonly #builder: UnitBuilder;
  #labels: ReadonlySet<string> | undefined;
  /** Up to where the text of the current block has been read. */
  #at = 0;
  #inBlock = false;
  /** Links whose text is being read: where that text ends, and where the link does. */
  readonly #links: { readonly close: number; readonly end: number }[] = [];

  constructor(
    readonly text: string,
    readonly dialect: Dialect,
    readonly focus: number | undefined,
  ) {
    this.#builder = new UnitBuilder(text, focus);
  }

  read(): ProseUnit[] {
    const tree = parserOf(this.dialect, this.focus).parse(this.text);
    tree.iterate({ enter: (node) => this.#enter(node), leave: (node) => this.#leave(node) });
    return this.#builder.units;
  }

  #enter(ref: Node & { readonly node: SyntaxNode }): boolean {
    const { name, from, to } = ref;
    if (!this.#inBlock && this.focus !== undefined && (to < this.focus || from > this.focus)) return false;
    if (name in KINDS) {
      this.#inBlock = true;
      this.#at = from;
      return true;
    }
    if (HTML_BLOCKS.has(name)) {
      this.#html(from, to);
      return false;
    }
    if (!this.#inBlock) return true;
    if (from < this.#at) return false;
    if (name === 'Link' || name === 'Image') return this.#link(ref.node);
    if (name === 'LinkMark' && from === this.#links.at(-1)?.close) {
      this.#skipTo(from, this.#links.pop()?.end ?? to);
      return false;
    }
    if (name === 'HTMLTag') return this.#tag(from, to);
    // `__init__` is a name where code is written about.
    const isName = name === 'EmphasisMark' && this.dialect === 'comment' && this.text[from] === '_';
    if (isName || (!REPLACED.has(name) && !LEFT_OUT.has(name))) return true;
    this.#skipTo(from, name === 'Escape' ? from + 1 : to);
    if (name === 'Entity') this.#builder.entity(from, to);
    if (name === 'HardBreak') this.#builder.space();
    if (REPLACED.has(name)) this.#builder.put(from, to, PLACEHOLDER);
    return false;
  }

  #leave({ name, from, to, node }: Node & { readonly node: SyntaxNode }): void {
    const kind = KINDS[name];
    if (!kind) return;
    this.#inBlock = false;
    this.#builder.keep(this.#at, to);
    this.#at = Math.max(from, to);
    this.#builder.flush(kind === 'paragraph' && node.parent?.name === 'ListItem' ? 'listItem' : kind);
  }

  /** Reads up to `from` and goes on at `to`. */
  #skipTo(from: number, to: number): void {
    this.#builder.keep(this.#at, from);
    this.#at = to;
  }

  /**
   * Reads the text of a link or image alone. Brackets that point nowhere are no link: `[MASK]`, `a[i][j]`. A footnote's
   * mark is left out.
   */
  #link(node: SyntaxNode): boolean {
    const marks = node.getChildren('LinkMark');
    const [open, close] = marks;
    if (!open || !close) return true;
    const shown = this.text.slice(open.to, close.from);
    const label = node.getChild('LinkLabel');
    if (shown.startsWith('^') && !label && marks.length === 2) {
      // At the start of a paragraph it stands before the note itself.
      const note = node.from === node.parent?.from && this.text[node.to] === ':';
      this.#skipTo(node.from, note ? node.to + 1 : node.to);
      return false;
    }
    const reference = label ? this.text.slice(label.from + 1, label.to - 1) : marks.length === 2 ? '' : undefined;
    this.#labels ??= linkLabels(this.text);
    if (reference !== undefined && !this.#labels.has(normal(reference || shown))) return true;
    this.#skipTo(open.from, open.to);
    this.#links.push({ close: close.from, end: node.to });
    return true;
  }

  /** `<mask>` is what a model fills, not a tag. */
  #tag(from: number, to: number): false {
    const tag = this.text.slice(from, to);
    if (tag === '<mask>') return false;
    this.#skipTo(from, to);
    if (/^<br\b/i.test(tag)) this.#builder.space();
    return false;
  }

  #html(from: number, to: number): void {
    this.#builder.units.push(...unitsWithin(this.text, from, to, markupUnits, this.focus));
    this.#at = to;
  }
}

/** What is used of a node of the tree. */
interface SyntaxNode extends Node {
  readonly parent: SyntaxNode | null;
  getChild(type: string): SyntaxNode | null;
  getChildren(type: string): SyntaxNode[];
}

function normal(label: string): string {
  return label.trim().toLowerCase();
}
