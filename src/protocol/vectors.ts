import type { ProseSentence } from '../core/prose/sentences.js';
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
  /** Ids (core/vectors/representation.ts); '' is the model's default. */
  readonly representations: readonly string[];
  /** The file with the background sentences, one a line: for treatments. */
  readonly background: string;
  /** Background sentences that are among these are left out; among `texts`, when it is missing. */
  readonly compared?: readonly string[];
}

/** Which model computed a result, and how: results of one and the same may be compared. */
export interface Computed {
  readonly by: string;
}

export interface Represented extends Computed {
  /** The ids, '' no more. */
  readonly representations: readonly string[];
  readonly texts: readonly Pick<PooledText, 'tokens' | 'unknown' | 'parts'>[];
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
export interface BackgroundFacts extends Computed {
  /** How many sentences took part. */
  readonly sentences: number;
  readonly pairs: BackgroundPairs;
  readonly meanCosine: number;
}

export interface CompareWordsParams extends Urgency {
  readonly texts: readonly [string, string];
  /** Whose layers are looked at; '' is the model's default. */
  readonly representation: string;
}

/** A document, of which the prose is looked at. */
export interface ProseDocument {
  readonly text: string;
  /** Id of its language, as of `proseUnits`. */
  readonly language: string;
}

/** What the engine knows of sentence vectors. */
export type VectorMethods = {
  /** One answer a text; a text longer than the model's window is split at sentences. */
  poolStates: { params: PoolStatesParams; result: PooledText[] };
  /** Vectors of each text in each representation, treated. */
  represent: { params: RepresentParams; result: Represented };
  /** The sentences of the prose of a document, in its order. */
  proseSentences: { params: ProseDocument; result: ProseSentence[] };
  /** One answer a representation. Made once for a model, kept in the cache folder. */
  background: { params: BackgroundParams; result: BackgroundFacts[] };
  /** For each word of either text the nearest of the other, nearest first; nothing for texts beyond the window. */
  compareWords: { params: CompareWordsParams; result: WordMatch[] };
};
