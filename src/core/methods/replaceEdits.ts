import type { Span } from '../masks.js';
import { mendedArticle } from './article.js';
import { isEnglishAround } from './english.js';

/** A range of a text, and what to put there. */
export interface Edit extends Span {
  readonly text: string;
}

/** The edits that put a word in the place of another: also that of the article before it where that must change. */
export function editsFor(text: string, span: Span, word: string): Edit[] {
  const article = isEnglishAround(text, span) ? mendedArticle(text, span, word) : undefined;
  return [...(article ? [article] : []), { ...span, text: word }];
}
