import type { Span } from '../masks.js';
import { cosine } from './similarity.js';

/** A word of one of two texts. */
export interface PlacedWord extends Span {
  readonly word: string;
}

/** A word of one text and the word of the other that is most like it in its context. */
export interface WordMatch {
  /** Which text the word is of. */
  readonly text: 0 | 1;
  readonly word: PlacedWord;
  readonly match: PlacedWord;
  /** Of the two words' contextual vectors. */
  readonly cosine: number;
}

/**
 * For each word of either text the nearest of the other, as BERTScore matches tokens (Zhang et al., 2020), but whole
 * words; nearest first. Nothing when one of the texts has no word.
 * @param vectors of each word, [W][D]
 */
export function matchWords(
  words: readonly [readonly PlacedWord[], readonly PlacedWord[]],
  vectors: readonly [readonly Float32Array[], readonly Float32Array[]],
): WordMatch[] {
  const nearest = (text: 0 | 1): WordMatch[] => {
    const other = text === 0 ? 1 : 0;
    if (words[other].length === 0) return [];
    return words[text].map((word, i) => {
      const near = vectors[other].map((vector) => cosine(vectors[text][i] as Float32Array, vector));
      const best = near.reduce((best, value, j) => (value > (near[best] as number) ? j : best), 0);
      return { text, word, match: words[other][best] as PlacedWord, cosine: near[best] as number };
    });
  };
  return [...nearest(0), ...nearest(1)].sort((a, b) => b.cosine - a.cosine);
}

/** The most alike: pairs that are each other's nearest, each once. */
export function mostAlike(matches: readonly WordMatch[], count: number): WordMatch[] {
  return matches.filter((it) => it.text === 0 && isMutual(it, matches)).slice(0, count);
}

/** The words that have least of a counterpart in the other text, the loneliest first; none that meet themselves there. */
export function mostDifferent(matches: readonly WordMatch[], count: number): WordMatch[] {
  const meets = (it: WordMatch) => isMutual(it, matches) && (it.text === 1 || it.word.word === it.match.word);
  return matches
    .filter((it) => !meets(it))
    .slice(-count)
    .reverse();
}

/** Whether the two words are each other's nearest. */
function isMutual({ text, word, match }: WordMatch, matches: readonly WordMatch[]): boolean {
  return matches.some((it) => it.text !== text && it.word.start === match.start && it.match.start === word.start);
}
