import type { MaskedModel, SpecialToken, TokenQuery, TokenRow } from '../core/maskedModel.js';
import type { Tokenizer } from '../tokenizer/tokenizer.js';

/** Runs queries through the queue. */
export type Ask = (queries: readonly TokenQuery[]) => Promise<TokenRow[][]>;

/** The loaded model as the methods of core see it. */
export function maskedModel(
  { tokenizer, mask, maxTokens }: { tokenizer: Tokenizer; mask: SpecialToken; maxTokens: number },
  ask: Ask,
): MaskedModel {
  return {
    mask,
    maxTokens,
    vocabulary: tokenizer.vocabulary,
    encode: (text, pair) => tokenizer.encode(text, pair),
    predict: ask,
  };
}
