import type { MaskedModel, Sequence, TokenQuery, TokenRow } from '../maskedModel.js';

/**
 * What is masked when a token is scored:
 * - `word-l2r`: it and every later token of its word (Kauf and Ivanova 2023, "A Better Way to Do Masked Language Model
 *   Scoring"), so that the end of a word does not give its beginning away;
 * - `original`: it alone (Salazar et al. 2020, "Masked Language Model Scoring");
 * - `whole-word`: every token of its word (Kauf and Ivanova 2023).
 */
export const PLL_METHODS = ['word-l2r', 'original', 'whole-word'] as const;
export type PllMethod = (typeof PLL_METHODS)[number];

/** Tokens of a sequence, [start, end). */
export type TokenRange = readonly [start: number, end: number];

/** A sequence between its special tokens, and the words of it that are to be scored, at least one token each. */
export interface WordsInSequence extends Sequence {
  readonly words: readonly TokenRange[];
}

/** So many queries are made at a time: each holds a whole sequence. */
const GROUP = 1024;

/**
 * Pseudo-log-likelihoods: the log-probability of each token of each word, given the rest of its sequence.
 * @param top how many of the likeliest tokens to tell of each place besides
 * @returns for each sequence and word a row for each of its tokens, whose only target is the true token
 */
export async function pseudoLogLikelihoods(
  model: MaskedModel,
  sequences: readonly WordsInSequence[],
  { method = 'word-l2r', top = 1 }: { method?: PllMethod; top?: number } = {},
): Promise<TokenRow[][][]> {
  const rows = sequences.map(({ words }) => words.map((): TokenRow[] => []));
  const questions = sequences.flatMap((sequence, s) =>
    sequence.words.flatMap((word, w) => {
      const answer = rows[s]?.[w] as TokenRow[];
      return masksOf(word, method).map((masked) => ({ ...masked, sequence, answer }));
    }),
  );
  for (let i = 0; i < questions.length; i += GROUP) {
    const group = questions.slice(i, i + GROUP);
    const answers = await model.predict(
      group.map(({ sequence: { ids, types }, masked, places }): TokenQuery => {
        const targets = places.map((place) => [ids[place] as number]);
        return { ids: Int32Array.from(ids).fill(model.mask.id, ...masked), types, places, top, targets };
      }),
    );
    group.forEach(({ answer }, q) => {
      answer.push(...(answers[q] as TokenRow[]));
    });
  }
  return rows;
}

/** Which tokens to mask at once, and which of them to score then; together all tokens of the word, in order. */
function masksOf([start, end]: TokenRange, method: PllMethod): { masked: TokenRange; places: number[] }[] {
  const tokens = Array.from({ length: end - start }, (_, i) => start + i);
  switch (method) {
    case 'word-l2r':
      return tokens.map((token) => ({ masked: [token, end], places: [token] }));
    case 'original':
      return tokens.map((token) => ({ masked: [token, token + 1], places: [token] }));
    case 'whole-word':
      return [{ masked: [start, end], places: tokens }];
  }
}
