import type { BackgroundPairs } from '../core/vectors/percentile.js';
import type { PooledText, StateKey } from '../core/vectors/states.js';
import type { WordMatch } from '../core/vectors/wordMatches.js';
import type { Urgency } from './engine.js';

export interface PoolStatesParams extends Urgency {
  readonly texts: readonly string[];
  readonly keys: readonly StateKey[];
}

export interface RepresentParams extends Urgency {
  readonly texts: readonly string[];
  /** Ids (core/vectors/representation.ts). */
  readonly representations: readonly string[];
  /** The file with the background sentences, one a line: for treatments. */
  readonly background: string;
}

export interface Represented {
  readonly texts: readonly Pick<PooledText, 'tokens' | 'parts'>[];
  /** [representations][texts] of [D] */
  readonly vectors: readonly (readonly Float32Array[])[];
}

export interface BackgroundParams extends Urgency {
  readonly representations: readonly string[];
  readonly background: string;
  /** What is compared: background sentences that are the same are left out. */
  readonly compared: readonly string[];
}

/** What random pairs of ordinary sentences look like in one representation. */
export interface BackgroundFacts {
  /** How many sentences took part. */
  readonly sentences: number;
  readonly pairs: BackgroundPairs;
  readonly meanCosine: number;
}

export interface CompareWordsParams extends Urgency {
  readonly texts: readonly [string, string];
  /** Whose layers are looked at. */
  readonly representation: string;
}

/** What the engine knows of sentence vectors. */
export type VectorMethods = {
  /** One answer a text; a text longer than the model's window is split at sentences. */
  poolStates: { params: PoolStatesParams; result: PooledText[] };
  /** Vectors of each text in each representation, treated. */
  represent: { params: RepresentParams; result: Represented };
  /** One answer a representation. Made once for a model, kept in the cache folder. */
  background: { params: BackgroundParams; result: BackgroundFacts[] };
  /** For each word of either text the nearest of the other, nearest first; nothing for texts beyond the window. */
  compareWords: { params: CompareWordsParams; result: WordMatch[] };
};
