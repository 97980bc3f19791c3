import type { Architecture, EncoderStates } from './architecture.js';
import { addInspection, addPairHead, addPooling, addTokenHead } from './heads.js';
import { type BatchShape, batchShape } from './layers.js';
import { Graph } from './onnx/graph.js';
import { DataType } from './onnx/proto.js';

/**
 * The graph that serves every task: encoder, token head, pooled states and sentence-pair head in one. The costly
 * parts sit behind `If` gates, because ONNX Runtime computes every output, fetched or not.
 * Inputs: `input_ids`, `token_type_ids` int32 [B, S]; `attention_mask` fp32 [B, S]; and those of heads.ts.
 * @returns the bytes of an `.onnx` whose external data are the checkpoint's own safetensors files
 */
export function compileTasks(architecture: Architecture): Uint8Array {
  const { g, states, shape } = encoder(architecture);
  const last = lastOf(states);
  if (architecture.tokenLogits) addTokenHead(g, architecture.tokenLogits, last);
  addPooling(g, states.hidden, shape, architecture.sizes.hiddenSize);
  addPairHead(g, architecture, last, shape);
  return g.encode();
}

/** The graph that shows its inside: full logits, all hidden states, attentions of the first layer (heads.ts). */
export function compileInspection(architecture: Architecture): Uint8Array {
  const { g, states, shape } = encoder(architecture);
  addInspection(g, architecture, states, shape);
  addPairHead(g, architecture, lastOf(states), shape);
  return g.encode();
}

function encoder(architecture: Architecture): { g: Graph; states: EncoderStates; shape: BatchShape } {
  const g = new Graph();
  const inputIds = g.input('input_ids', DataType.INT32, 'B', 'S');
  const tokenTypeIds = g.input('token_type_ids', DataType.INT32, 'B', 'S');
  const attentionMask = g.input('attention_mask', DataType.FLOAT, 'B', 'S');
  const shape = batchShape(g, inputIds);
  return { g, states: architecture.encode(g, { inputIds, tokenTypeIds, attentionMask, shape }), shape };
}

function lastOf({ hidden }: EncoderStates) {
  return hidden[hidden.length - 1] as (typeof hidden)[number];
}
