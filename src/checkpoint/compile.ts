import type { Architecture } from './architecture.js';
import { addInspection, addPairHead, addPooling, addTokenHead, type Trunk } from './heads.js';
import { batchShape } from './layers.js';
import { Graph, type GraphOptions, type Value } from './onnx/graph.js';
import { DataType } from './onnx/proto.js';

/**
 * The graph that serves every task: encoder, token head, pooled states and sentence-pair head in one. The costly
 * parts, the last layer among them, sit behind `If` gates, because ONNX Runtime computes every output, fetched or not.
 * Inputs: `input_ids`, `token_type_ids` int32 [B, S]; `attention_mask` fp32 [B, S]; and those of heads.ts.
 * @returns the bytes of an `.onnx` whose external data are the checkpoint's own safetensors files, or those of a copy
 */
export function compileTasks(architecture: Architecture, options: GraphOptions = {}): Uint8Array {
  return taskGraph(architecture, options).encode();
}

/** The graph of `compileTasks` before it is encoded: it knows which weights it uses, and how. */
export function taskGraph(architecture: Architecture, options: GraphOptions = {}): Graph {
  const g = new Graph(options);
  const trunk = addTrunk(g, architecture);
  if (architecture.tokenLogits) addTokenHead(g, architecture.tokenLogits, trunk);
  addPooling(g, trunk, architecture.sizes.hiddenSize);
  addPairHead(g, architecture, trunk);
  return g;
}

/** The graph that shows its inside: full logits, all hidden states, attentions of the first layer (heads.ts). */
export function compileInspection(architecture: Architecture, options: GraphOptions = {}): Uint8Array {
  const g = new Graph(options);
  addInspection(g, architecture, addTrunk(g, architecture));
  return g.encode();
}

function addTrunk(g: Graph, architecture: Architecture): Trunk {
  const inputIds = g.input('input_ids', DataType.INT32, 'B', 'S');
  const tokenTypeIds = g.input('token_type_ids', DataType.INT32, 'B', 'S');
  const attentionMask = g.input('attention_mask', DataType.FLOAT, 'B', 'S');
  const shape = batchShape(g, inputIds);
  const encoder = architecture.encoder(g, { inputIds, tokenTypeIds, attentionMask, shape });
  const hidden = [encoder.embedded];
  for (let layer = 0; layer < architecture.sizes.layers - 1; layer++) {
    hidden.push(encoder.layer(g, layer, hidden[layer] as Value));
  }
  return { encoder, shape, hidden };
}
