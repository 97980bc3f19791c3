import type { MaskedModel, TokenQuery } from '../maskedModel.js';
import { filled, type Gap } from './gap.js';

/**
 * Log-probability of each candidate in the gap, given the text on both sides and its number of tokens: the chain rule
 * from left to right, each token while it and all later ones of the candidate are masked,
 *
 *   log p(t1 ... tn) = sum over i of log p(ti | left, t1 ... t(i-1), masks for i ... n, right).
 *
 * For a word this is its pseudo-log-likelihood "word-l2r" (Kauf and Ivanova 2023, "A Better Way to Do Masked Language
 * Model Scoring"); several words are scored as if they were one. Candidates that begin alike share their runs.
 * @param candidates at least one token each
 * @returns for each candidate the natural log-probability of each of its tokens; their sum is its score
 */
export async function scoreSpans(
  model: MaskedModel,
  gap: Gap,
  candidates: readonly (readonly number[])[],
): Promise<number[][]> {
  // One query for each number of tokens and each beginning; its targets are the tokens that follow there.
  const queries = new Map<string, { beginning: readonly number[]; length: number; next: number[] }>();
  const keyOf = (tokens: readonly number[], i: number) => `${tokens.length}:${tokens.slice(0, i).join(',')}`;
  for (const tokens of candidates) {
    for (const [i, token] of tokens.entries()) {
      const key = keyOf(tokens, i);
      const query = queries.get(key) ?? { beginning: tokens.slice(0, i), length: tokens.length, next: [] };
      queries.set(key, query);
      if (!query.next.includes(token)) query.next.push(token);
    }
  }
  const asked = Array.from(queries.values(), ({ beginning, length, next }): TokenQuery => {
    const masks = Array.from({ length: length - beginning.length }, () => model.mask.id);
    const place = gap.before.ids.length + beginning.length;
    return { ...filled(gap, [...beginning, ...masks]), places: [place], top: 1, targets: [next] };
  });
  const answers = await model.predict(asked);
  const keys = [...queries.keys()];
  const rows = new Map(answers.map((rows, i) => [keys[i] as string, rows[0]]));
  return candidates.map((tokens) =>
    tokens.map((token, i) => {
      const key = keyOf(tokens, i);
      const target = queries.get(key)?.next.indexOf(token) ?? -1;
      return rows.get(key)?.targetLogprobs[target] as number;
    }),
  );
}
