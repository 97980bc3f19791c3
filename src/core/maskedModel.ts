import type { Vocabulary } from './vocabulary.js';

/** One tokenised sequence of S tokens. */
export interface Sequence {
  readonly ids: Int32Array;
  /** Segment of each token. */
  readonly types: Int32Array;
}

/** Asks for the most likely tokens at places of a sequence. */
export interface TokenQuery extends Sequence {
  /** At least one. */
  readonly places: readonly number[];
  /** How many tokens a place, at most the size of the vocabulary. */
  readonly top: number;
  /** Token ids to be scored, for each place as many as one likes. */
  readonly targets?: readonly (readonly number[])[];
}

/** What the model thinks of one place. Log-probabilities are natural, over the whole vocabulary. */
export interface TokenRow {
  /** [top], best first */
  readonly ids: Int32Array;
  readonly logprobs: Float32Array;
  /** [targets of this place] */
  readonly targetLogprobs: Float32Array;
  /** In nats. */
  readonly entropy: number;
}

/** Asks for weighted sums of the hidden states of a sequence. */
export interface StateQuery extends Sequence {
  /** P rows of S weights, one a token. */
  readonly weights: readonly Float32Array[];
}

/** A tokenised text or pair of texts, one element a token, special tokens included. */
export interface Encoding extends Sequence {
  /** Where each token stands in its text, in UTF-16 units, [start, end), without spaces; special tokens have [0, 0). */
  readonly spans: readonly (readonly [start: number, end: number])[];
  /** Which text each token is from: 0, 1, or undefined for tokens that the tokenizer added. */
  readonly sequences: readonly (0 | 1 | undefined)[];
  /** Which word of its text each token is from, as the tokenizer splits it; undefined for tokens that it added. */
  readonly words: readonly (number | undefined)[];
}

/** A token that plays a role. */
export interface SpecialToken {
  readonly text: string;
  readonly id: number;
}

/** What a model reads texts with. */
export interface Reader {
  readonly vocabulary: Vocabulary;
  encode(text: string, pair?: string): Promise<Encoding>;
}

/** A masked language model as the methods of this folder see it: text in, distributions over the vocabulary out. */
export interface MaskedModel extends Reader {
  readonly mask: SpecialToken;
  /** The longest sequence, special tokens included. */
  readonly maxTokens: number;
  /** One answer a query, one row a place. Queries of one call are computed in batches: ask for much at once. */
  predict(queries: readonly TokenQuery[]): Promise<TokenRow[][]>;
  /** One answer a query: its sums, vectors [H], by layer 0 ... N and row of weights. Computed in batches, too. */
  pool(queries: readonly StateQuery[]): Promise<Float32Array[][][]>;
}
