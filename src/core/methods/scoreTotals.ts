import type { ScoredWord } from './score.js';

/** What the words of a sentence or a text come to. */
export interface Totals {
  readonly words: number;
  readonly tokens: number;
  /** Pseudo-log-likelihood: the sum over all tokens, in nats. */
  readonly logprob: number;
  /** exp(-logprob / tokens) (Salazar et al. 2020, section 2.1); NaN without any. */
  readonly pseudoPerplexity: number;
  /** exp(-logprob / words), which does not depend on how words are split into tokens; NaN without any. */
  readonly wordPseudoPerplexity: number;
}

export function totalsOf(scored: readonly ScoredWord[]): Totals {
  const words = scored.length;
  const tokens = scored.reduce((sum, word) => sum + word.tokens.length, 0);
  const logprob = scored.reduce((sum, word) => sum + word.logprob, 0);
  return {
    words,
    tokens,
    logprob,
    pseudoPerplexity: Math.exp(-logprob / tokens),
    wordPseudoPerplexity: Math.exp(-logprob / words),
  };
}
