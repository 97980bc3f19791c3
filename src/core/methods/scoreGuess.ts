import type { MaskedModel, TokenQuery, TokenRow } from '../maskedModel.js';
import { isUnspaced, isWord, type Piece, rolesAfter } from '../pieces.js';
import type { TokenRange, WordsInSequence } from './pll.js';
import type { ScoreJob } from './scoreJobs.js';
import type { Word } from './scoreWords.js';

/** A word of one piece that the model finds likelier in a word's place than what stands there. */
export interface Guess {
  readonly text: string;
  /** Natural log-probability. */
  readonly logprob: number;
}

/** So many of the likeliest tokens are looked at for each guess: among the first may be some that cannot stand there. */
export const LOOKED_AT = 16;

/**
 * What the model would rather have in the place of a word: the first of the likeliest tokens that can stand there, for a
 * word a word, for punctuation punctuation. Only those that are likelier than the word itself.
 * @param rows of each word of the jobs, one a token, with the likeliest tokens
 * @returns at most `count` a word, best first; nothing for a word without
 */
export async function guessesFor(
  model: MaskedModel,
  jobs: readonly ScoreJob[],
  rows: ReadonlyMap<Word, readonly TokenRow[]>,
  { count, isBlocked }: { readonly count: number; isBlocked(text: string): boolean },
): Promise<Map<Word, Guess[]>> {
  const inPlace = new Map<Word, TokenRow>();
  const asked: Word[] = [];
  const queries: TokenQuery[] = [];
  for (const { words, parts, seen } of jobs) {
    for (const [w, word] of words.entries()) {
      const [row] = rows.get(word) ?? [];
      if (word.ids.length === 1 && row) inPlace.set(word, row);
      if (word.ids.length === 1 || seen === 'part') continue;
      asked.push(word);
      queries.push(singleMask(model, parts[0] as WordsInSequence, w));
    }
  }
  for (const [i, [row]] of (await model.predict(queries)).entries()) inPlace.set(asked[i] as Word, row as TokenRow);

  const guesses = new Map<Word, Guess[]>();
  for (const { text, words } of jobs) {
    for (const word of words) {
      const row = inPlace.get(word);
      if (!row) continue;
      const own = (rows.get(word) ?? []).reduce((sum, { targetLogprobs }) => sum + (targetLogprobs[0] as number), 0);
      const better = Array.from(row.ids, (id, i): Guess | undefined => {
        const piece = model.vocabulary.piece(id);
        const logprob = row.logprobs[i] as number;
        const isWordItself = word.ids.length === 1 && id === word.ids[0];
        if (!piece || isWordItself || logprob <= own || !canStandFor(piece, text, word)) return undefined;
        return isBlocked(piece.text) ? undefined : { text: piece.text, logprob };
      }).filter((guess) => guess !== undefined);
      if (better.length > 0) guesses.set(word, better.slice(0, count));
    }
  }
  return guesses;
}

function canStandFor(piece: Piece, text: string, { start, end }: Word): boolean {
  if (piece.role === 'special') return false;
  const word = text.slice(start, end);
  if (isWord(piece.text) !== isWord(word) || isUnspaced(piece.text) !== isUnspaced(word)) return false;
  if (!isWord(piece.text)) return piece.role !== 'inside';
  return rolesAfter(text.slice(Math.max(0, start - 2), start)).includes(piece.role);
}

/** Asks for the likeliest tokens where a word is a single mask, however many tokens it has. */
function singleMask(model: MaskedModel, { ids, types, words }: WordsInSequence, w: number): TokenQuery {
  const [start, end] = words[w] as TokenRange;
  const without = (array: Int32Array) => Int32Array.of(...array.subarray(0, start + 1), ...array.subarray(end));
  return {
    ids: without(ids).fill(model.mask.id, start, start + 1),
    types: without(types),
    places: [start],
    top: Math.min(LOOKED_AT, model.vocabulary.size),
  };
}
