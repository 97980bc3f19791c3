import type { Lane } from '../../../src/protocol/engine.js';

/** The peers that Cloze is measured against, by the name of the option. */
export const PEERS = { hf: '@huggingface/transformers', xenova: '@xenova/transformers' } as const;
export type Peer = keyof typeof PEERS;

/** Where a model lies for each contender. */
export interface ModelFolders {
  /** A checkpoint, as Cloze reads it. */
  readonly checkpoint: string;
  /** The same weights as `onnx/model.onnx`, as the peers read them: in a folder for each task. */
  readonly fill: string;
  readonly features: string;
}

/** One of the best words at a mask. */
export interface Guess {
  readonly word: string;
  /** Its probability over the whole vocabulary. */
  readonly score: number;
}

export interface EmbedOptions {
  /** Sentences a call, for a peer. */
  readonly batch?: number;
  /** For Cloze. */
  readonly lane?: Lane;
}

/** What every contender can do, through the calls that its users make. */
export interface Contender {
  /** The `top` best at the one mask of a text, best first. A peer's may be pieces that are no words. */
  fill(text: string, top: number): Promise<Guess[]>;
  /** The mean of the last layer's states over all tokens of each text, [H]. */
  embed(texts: readonly string[], options: EmbedOptions): Promise<Float32Array[]>;
}

/** How many words a mask are asked for when time is taken. */
export const TOP = 5;
