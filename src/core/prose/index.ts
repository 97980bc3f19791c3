import type { Span } from '../masks.js';
import { codeUnits, outsideUnits } from './code.js';
import { commitUnits } from './commit.js';
import { LANGUAGES, PHP } from './languages.js';
import { bibtexUnits, latexUnits } from './latex.js';
import { markdownUnits, plainUnits } from './markdown.js';
import { markupUnits } from './markup.js';
import { notebookUnits } from './notebook.js';
import { restructuredTextUnits } from './restructuredText.js';
import type { Extractor, ProseKind, ProseUnit } from './unit.js';

export { MappedText, type Part } from './mappedText.js';
export { PLACEHOLDER, type ProseKind, ProseUnit } from './unit.js';

/** A stretch of a document that is prose and stands there as it is read. */
export interface ProseRange extends Span {
  readonly kind: ProseKind;
}

/**
 * The prose of a document in the order of the document: comments and strings of a program, the text of a marked-up
 * document, everything of any other.
 * @param languageId as VS Code names it, or `jupyter` for the JSON of a notebook. One that is not known is plain text.
 */
export function proseUnits(text: string, languageId: string): ProseUnit[] {
  return extractorOf(languageId)(text);
}

/** The same as ranges of the document. */
export function proseRanges(text: string, languageId: string): ProseRange[] {
  return proseUnits(text, languageId).flatMap(({ kind, ranges }) => ranges.map((range) => ({ ...range, kind })));
}

/**
 * The unit whose prose an offset touches; undefined where there is none. A program is scanned up to the offset, a marked-up
 * document for its blocks, and only what holds the offset is read.
 */
export function proseAt(text: string, languageId: string, offset: number): ProseUnit | undefined {
  return extractorOf(languageId)(text, offset).find((unit) => unit.fromSource(offset) !== undefined);
}

/** Whether the prose of a language is in its comments and strings. */
export function isProgram(languageId: string): boolean {
  return Object.hasOwn(LANGUAGES, languageId);
}

const html: Extractor = (text, focus) => markupUnits(text, focus, extractorOf);

const TEXTS: Readonly<Record<string, Extractor>> = {
  bibtex: bibtexUnits,
  'git-commit': commitUnits,
  handlebars: html,
  html,
  jupyter: (text, focus) => notebookUnits(text, extractorOf, focus),
  latex: latexUnits,
  markdown: markdownUnits,
  mdx: markdownUnits,
  php: (text, focus) => outsideUnits(text, PHP, html, focus),
  quarto: markdownUnits,
  restructuredtext: restructuredTextUnits,
  rmd: markdownUnits,
  svelte: (text, focus) => markupUnits(text, focus, extractorOf, true),
  tex: latexUnits,
  vue: html,
  xml: (text, focus) => markupUnits(text, focus),
  xsl: (text, focus) => markupUnits(text, focus),
};

function extractorOf(languageId: string): Extractor {
  const text = Object.hasOwn(TEXTS, languageId) ? TEXTS[languageId] : undefined;
  const language = Object.hasOwn(LANGUAGES, languageId) ? LANGUAGES[languageId] : undefined;
  if (!language) return text ?? plainUnits;
  const code: Extractor = (source, focus) => codeUnits(source, language, focus);
  if (!text) return code;
  return (source, focus) => [...text(source, focus), ...code(source, focus)].sort((a, b) => a.start - b.start);
}
