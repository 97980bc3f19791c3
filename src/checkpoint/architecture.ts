import type { Config } from './config.js';
import type { BatchShape } from './layers.js';
import type { Graph, Value } from './onnx/graph.js';
import type { Tensors } from './tensors.js';

/** What flows into every encoder: B sequences of S tokens. */
export interface EncoderInputs {
  /** int32 [B, S] */
  readonly inputIds: Value;
  /** int32 [B, S] */
  readonly tokenTypeIds: Value;
  /** fp32 [B, S], 1 for tokens and 0 for padding */
  readonly attentionMask: Value;
  readonly shape: BatchShape;
}

/** An encoder whose inputs are connected. Hidden states are [T, H], T = B*S. */
export interface Encoder {
  /** Hidden states of layer 0. */
  readonly embedded: Value;
  /**
   * From the hidden states of layer `index` to those of the next.
   * @param g the graph or branch that computes them
   * @param rows int32 [B, M], flat places b*S+s of the sequence b: only these rows are computed, to [B*M, H]
   */
  layer(g: Graph, index: number, states: Value, rows?: Value): Value;
  /** Attention probabilities of the first layer, fp32 [B, heads, S, S]. */
  firstAttentions(g: Graph): Value;
}

/** Sizes that callers must respect: a native library is handed nothing outside of them. */
export interface ModelSizes {
  readonly vocabSize: number;
  readonly hiddenSize: number;
  readonly layers: number;
  readonly maxPositions: number;
  readonly segments: number;
}

/** The task a sentence-pair head was trained on: next-sentence (BERT) or sentence-order prediction (ALBERT). */
export type PairTask = 'nsp' | 'sop';

/** A checkpoint whose tensors were found and checked: what it is, what it can do, and how its graph is built. */
export interface Architecture {
  readonly sizes: ModelSizes;
  encoder(g: Graph, inputs: EncoderInputs): Encoder;
  /** Masked-language-model head: hidden states [R, H] -> logits [R, V]. */
  readonly tokenLogits?: (g: Graph, rows: Value) => Value;
  /** First tokens [B, H] -> [B, H]. */
  readonly pooler?: (g: Graph, first: Value) => Value;
  /** Pooled first tokens [B, H] -> logits [B, 2]; 0 = the pair belongs together in this order. */
  readonly pair?: { readonly task: PairTask; readonly logits: (g: Graph, pooled: Value) => Value };
}

/** One family of models: a file in `families/`, listed in `families/index.ts`. */
export interface Family {
  /** `model_type` in `config.json`. */
  readonly modelType: string;
  /** @throws ClozeError when tensors are missing, misshapen, or ask for what is not supported */
  read(config: Config, tensors: Tensors): Architecture;
}
