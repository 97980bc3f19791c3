import type { Estimate } from '../evaluation/bootstrap.js';
import type { Familiarity } from '../methods/unfamiliar.js';
import type { Disagreement } from './disagreement.js';
import type { LeftOut } from './lack.js';
import type { Projection } from './projection.js';

/** Two texts by their numbers, and how alike people found them, on whatever scale. */
export interface TextPair {
  readonly i: number;
  readonly j: number;
  readonly gold?: number;
}

/** What is compared. */
export interface Sentences {
  readonly texts: readonly string[];
  /** Given pairs; without them every text is compared with every other all the same. */
  readonly pairs?: readonly TextPair[];
  /** How many texts there were, when these are a sample of them. */
  readonly sampledFrom?: number;
}

/** What a method makes of sentences that have nothing to do with each other. */
export interface BackgroundReport {
  /** Mean cosine of random pairs. */
  readonly meanCosine: number;
  /** Their standard deviation. */
  readonly spread: number;
  /** Cosines below which 5, 25, 50, 75 and 95 % of the random pairs lie. */
  readonly quantiles: readonly number[];
  /** Share of the variance along the direction that has most of it (Mu and Viswanath, 2018). */
  readonly topShare: number;
  /** IsoScore (Rudman et al., 2022). */
  readonly isoScore: number;
  /** Shares of the variance along the principal components, largest first; empty where nobody asked for them. */
  readonly spectrum: readonly number[];
}

/** How well a method agrees with people. */
export interface GoldReport {
  /** How many pairs have gold scores. */
  readonly pairs: number;
  readonly spearman: Estimate;
  readonly pearson: Estimate;
  /** Spearman less that of each method that has one, by id; the same pairs are drawn for both. */
  readonly differences: Readonly<Record<string, Estimate>>;
}

/** One method, on the sentences and on the background. */
export interface MethodReport {
  /** As in vectors/representation.ts. */
  readonly id: string;
  /** Dimensions of its vectors. */
  readonly dimensions: number;
  /** Of all pairs of texts (condensed.ts). */
  readonly cosines: Float32Array;
  /** The share of random pairs with a lower cosine, 0 ... 100, for the same pairs. */
  readonly percentiles: Float32Array;
  readonly background: BackgroundReport;
  readonly projection: Projection;
  /** Where at least three pairs have gold scores. */
  readonly gold?: GoldReport;
}

/** Numbers by layer 0 ... N and pooling; NaN where there is none. */
export interface LayerMap {
  readonly poolings: readonly string[];
  /** Mean cosine of random pairs, [N + 1][poolings]. */
  readonly meanCosine: readonly (readonly number[])[];
  /** Spearman, where there are gold scores. */
  readonly spearman?: readonly (readonly number[])[];
}

/** Everything that one model says of the sentences. */
export interface Comparison extends Sentences {
  readonly model: {
    readonly name: string;
    readonly type: string;
    readonly layers: number;
    readonly hiddenSize: number;
  };
  /** How many sentences the background has, without those that are compared. */
  readonly background: { readonly sentences: number };
  readonly methods: readonly MethodReport[];
  /** What was asked for and the model cannot do. */
  readonly leftOut: readonly LeftOut[];
  /** Largest first. */
  readonly disagreements: readonly Disagreement[];
  readonly map: LayerMap;
  /** How much of each text the model's tokenizer knows. */
  readonly familiarity: readonly Familiarity[];
  /** Texts that did not fit into the model's window and were pooled in parts. */
  readonly split: number;
}

/** The methods that are shown when nobody says which; six that tell the story of pooling. */
export const DEFAULT_METHODS = ['cls', 'mean', 'max', 'first-last', 'mean+centre', 'mean+whiten64'] as const;

/** More texts than this are sampled: every pair of them is computed and drawn. */
export const MOST_TEXTS = 500;
/** So many disagreements are listed. */
export const LISTED = 20;
