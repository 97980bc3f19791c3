import type { Candidate } from '../methods/fill.js';
import { bootstrapMean, type Estimate } from './bootstrap.js';
import { spread } from './corpus.js';
import { mulberry32 } from './random.js';

/*
 * Whether words of several pieces are found where they stood. Of the paragraphs with five words or more, the limit takes
 * some, spread evenly; in the n-th of the w words of one (Intl.Segmenter), n is floor(r w) with r the first number of
 * `mulberry32` seeded with (seed * 0x9E3779B1 + the paragraph's number) mod 2^32. Capitals and accents do not count.
 */

/** A word of a paragraph, in UTF-16 units. */
export interface HiddenWord {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** How candidates with different numbers of pieces are compared. */
export const WORD_RANKINGS = {
  /** As they are offered: given the number of pieces, times the share of words that have so many. */
  prior: ({ probability }: Candidate) => probability,
  /** Given the number of pieces alone. */
  sum: ({ logprob }: Candidate) => logprob,
} as const;
export type WordRanking = keyof typeof WORD_RANKINGS;

/** What was found for a word. */
export interface WordTrial {
  readonly word: string;
  /** Tokens of the true word. */
  readonly pieces: number;
  /** Natural log of its probability, that of its number of tokens included. */
  readonly logprob: number;
  readonly candidates: readonly Candidate[];
}

export interface WordsRow {
  /** Of the true word; undefined for all words. */
  readonly pieces: number | undefined;
  readonly words: number;
  readonly first: Readonly<Record<WordRanking, Estimate>>;
  /** Among the first five. */
  readonly firstFive: Readonly<Record<WordRanking, Estimate>>;
  /** Mean of the true word's. */
  readonly logprob: Estimate;
  /** Share of the first candidates that have 1, 2, 3, 4 pieces. */
  readonly chosen: Readonly<Record<WordRanking, readonly number[]>>;
}

const SEGMENTER = new Intl.Segmenter('und', { granularity: 'word' });
const FEWEST_WORDS = 5;

/** One word of each of the paragraphs, by the procedure above. */
export function drawHiddenWords(
  paragraphs: readonly string[],
  { seed, limit }: { readonly seed: number; readonly limit: number },
): HiddenWord[] {
  const all = paragraphs.map((text, number) => ({ text, number }));
  const long = all.filter(({ text }) => wordsOf(text).length >= FEWEST_WORDS);
  return spread(long, limit).map(({ text, number }) => {
    const words = wordsOf(text);
    const random = mulberry32(Math.imul(seed, 0x9e3779b1) + number);
    const { index, segment } = words[Math.floor(random() * words.length)] as Intl.SegmentData;
    return { text, start: index, end: index + segment.length };
  });
}

function wordsOf(text: string): Intl.SegmentData[] {
  return [...SEGMENTER.segment(text)].filter(({ isWordLike }) => isWordLike);
}

/** By the number of pieces of the true word, and of all words together. */
export function summariseWords(trials: readonly WordTrial[], seed: number): WordsRow[] {
  const kinds = [...new Set(trials.map(({ pieces }) => pieces))].sort((a, b) => a - b);
  return [...kinds, undefined].map((pieces) => {
    const own = trials.filter((trial) => pieces === undefined || trial.pieces === pieces);
    const found = (ranking: WordRanking, count: number) =>
      bootstrapMean(
        own.map(({ word, candidates }) =>
          ranked(candidates, ranking)
            .slice(0, count)
            .some((candidate) => folded(candidate.word) === folded(word))
            ? 1
            : 0,
        ),
        { seed },
      );
    const chosen = (ranking: WordRanking) =>
      [1, 2, 3, 4].map(
        (count) => own.filter((trial) => ranked(trial.candidates, ranking)[0]?.pieces === count).length / own.length,
      );
    return {
      pieces,
      words: own.length,
      first: byRanking((ranking) => found(ranking, 1)),
      firstFive: byRanking((ranking) => found(ranking, 5)),
      logprob: bootstrapMean(
        own.map(({ logprob }) => logprob),
        { seed },
      ),
      chosen: byRanking(chosen),
    };
  });
}

/** Uncased models write no capitals and no accents; the same measure for all. */
function folded(word: string): string {
  return word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

function ranked(candidates: readonly Candidate[], ranking: WordRanking): Candidate[] {
  return [...candidates].sort((a, b) => WORD_RANKINGS[ranking](b) - WORD_RANKINGS[ranking](a));
}

function byRanking<T>(make: (ranking: WordRanking) => T): Record<WordRanking, T> {
  return { prior: make('prior'), sum: make('sum') };
}
