import type { Comparison, Sentences } from '../core/comparison/comparison.js';
import type { TokenContribution } from '../core/comparison/contributions.js';
import type { Urgency } from './engine.js';

export interface ComparePoolingsParams extends Urgency {
  readonly sentences: Sentences;
  /** Ids (core/vectors/representation.ts). */
  readonly methods: readonly string[];
  /** The file with the background sentences, one a line. */
  readonly background: string;
}

/** Texts that went through the model, of those that must. */
export interface ComparisonProgress {
  readonly done: number;
  readonly of: number;
}

/** What the engine knows of pooling methods side by side. */
export type PoolingMethods = {
  /** Everything that the panel and `cloze pool` show. At most `MOST_TEXTS` texts; more are sampled. */
  comparePoolings: { params: ComparePoolingsParams; result: Comparison };
  /** How far the comparison with this key is; undefined when there is none. */
  comparisonProgress: { params: { readonly key: string }; result: ComparisonProgress | undefined };
  /** What each token of a text has of its pooled vectors, last layer; of a longer text, the first window. */
  tokenContributions: { params: { readonly text: string } & Urgency; result: TokenContribution[] };
};
