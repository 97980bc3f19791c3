import type { MaskedModel, SpecialToken, TokenQuery, TokenRow } from '../core/maskedModel.js';
import type { Tokenizer } from '../tokenizer/tokenizer.js';
import type { PooledStates, PoolQuery } from './queries/pool.js';

/** Runs queries through the queue. */
export type Ask = (queries: readonly TokenQuery[]) => Promise<TokenRow[][]>;

export type AskStates = (queries: readonly PoolQuery[]) => Promise<PooledStates[]>;

/** The loaded model as the methods of core see it. */
export function maskedModel(
  { tokenizer, mask, maxTokens }: { tokenizer: Tokenizer; mask: SpecialToken; maxTokens: number },
  ask: Ask,
  askStates: AskStates,
): MaskedModel {
  return {
    mask,
    maxTokens,
    vocabulary: tokenizer.vocabulary,
    encode: (text, pair) => tokenizer.encode(text, pair),
    predict: ask,
    async pool(queries) {
      const states = await askStates(queries.map((query) => ({ kind: 'pool', layers: 'all', maxMasks: [], ...query })));
      return states.map(({ linear }) => linear.map((vectors) => [...vectors]));
    },
  };
}
