import { add, type BatchShape, batchShape, flatten, linear, mul, unflatten } from './layers.js';
import type { Graph, Value } from './onnx/graph.js';
import type { Linear } from './tensors.js';

/** The weights of one self-attention, and how it treats distance. */
export interface AttentionWeights {
  readonly query: Linear;
  readonly key: Linear;
  readonly value: Linear;
  readonly output: Linear;
  /** Learned vectors for each distance between two tokens (Shaw et al. 2018; Huang et al. 2020). */
  readonly distances?: RelativeKeys;
}

export interface RelativeKeys {
  readonly embedding: Linear['weight'];
  readonly maxPositions: number;
  /** Whether keys, too, look at the distance ("relative_key_query"), not queries alone ("relative_key"). */
  readonly both: boolean;
  /** Whether their scores, too, are divided by the root of the head's size: in BERT, but not in ALBERT. */
  readonly scaled: boolean;
}

/** What all attentions of an encoder share. */
export interface AttentionSetting {
  readonly heads: number;
  readonly hiddenSize: number;
  readonly shape: BatchShape;
  /** What is added to the scores of each key, fp32 [B, 1, 1, S]. */
  readonly bias: Value;
  /** The same for each pair of tokens, fp32 [B, 1, S, S]. */
  readonly squareBias: Value;
}

/**
 * The setting in which keys are hidden that are padding: to their scores the lowest number is added, as in transformers
 * (modeling_utils.py, get_extended_attention_mask).
 * @param attentionMask fp32 [B, S] of 0 and 1
 */
export function attentionSetting(
  g: Graph,
  { heads, hiddenSize }: Pick<AttentionSetting, 'heads' | 'hiddenSize'>,
  attentionMask: Value,
  shape: BatchShape,
): AttentionSetting {
  const mask = g.op('Unsqueeze', [g.toComputed(attentionMask), g.ints(1, 2)]);
  const bias = mul(g, g.op('Sub', [g.float(1), mask]), g.lowest);
  return { heads, hiddenSize, shape, bias, squareBias: forQueries(g, bias, shape.length) };
}

/** ONNX Runtime's attention does not stretch the bias to the number of queries (int64 [1]) itself. */
function forQueries(g: Graph, bias: Value, queries: Value): Value {
  return g.op('Expand', [bias, g.op('Concat', [g.ints(1, 1), queries, g.ints(1)], { axis: 0 })]);
}

/**
 * Multi-head self-attention (Vaswani et al. 2017), the output projection included.
 * @param x fp32 [T, H]
 * @param rows int32 [B, M]: the places that ask, b*S+s; all, when left out
 * @returns fp32 [T, H], or [B*M, H]
 */
export function selfAttention(
  g: Graph,
  x: Value,
  weights: AttentionWeights,
  it: AttentionSetting,
  rows?: Value,
): Value {
  const { hiddenSize } = it;
  if (weights.distances || !g.hasFusedAttention) {
    const probabilities = attentionProbabilities(g, x, weights, it);
    const value = splitHeads(g, linear(g, x, weights.value), it, [0, 2, 1, 3]);
    const mixed = g.op('Transpose', [g.op('MatMul', [probabilities, value])], { perm: [0, 2, 1, 3] });
    const all = flatten(g, mixed, hiddenSize);
    return linear(g, rows ? pickRows(g, all, rows, hiddenSize) : all, weights.output);
  }
  const key = unflatten(g, linear(g, x, weights.key), it.shape, hiddenSize);
  const value = unflatten(g, linear(g, x, weights.value), it.shape, hiddenSize);
  const asking = linear(g, rows ? pickRows(g, x, rows, hiddenSize) : x, weights.query);
  const asked = rows ? batchShape(g, rows) : it.shape;
  const query = unflatten(g, asking, asked, hiddenSize);
  const bias = rows ? forQueries(g, it.bias, asked.length) : it.squareBias;
  const mixed = g.op('com.microsoft.MultiHeadAttention', [query, key, value, '', '', bias], { num_heads: it.heads });
  return linear(g, flatten(g, mixed, hiddenSize), weights.output);
}

/**
 * What each token attends to, spelled out.
 * @returns fp32 [B, heads, S, S]; each row sums to 1
 */
export function attentionProbabilities(g: Graph, x: Value, weights: AttentionWeights, it: AttentionSetting): Value {
  const { heads, hiddenSize, shape, bias } = it;
  const query = splitHeads(g, linear(g, x, weights.query), it, [0, 2, 1, 3]);
  const keyT = splitHeads(g, linear(g, x, weights.key), it, [0, 2, 3, 1]);
  const scaled = (scores: Value) => mul(g, scores, g.float(1 / Math.sqrt(hiddenSize / heads)));
  const products = g.op('MatMul', [query, keyT]);
  const { distances } = weights;
  let scores: Value;
  if (!distances) {
    scores = scaled(products);
  } else {
    const relative = distanceScores(g, query, keyT, distances, shape);
    scores = distances.scaled ? scaled(add(g, products, relative)) : add(g, scaled(products), relative);
  }
  return g.op('Softmax', [add(g, scores, bias)], { axis: -1 });
}

/** [T, H] at the places `rows` [B, M] -> [B*M, H]. */
export function pickRows(g: Graph, x: Value, rows: Value, hiddenSize: number): Value {
  return flatten(g, g.op('Gather', [x, rows]), hiddenSize);
}

function splitHeads(g: Graph, x: Value, { heads, hiddenSize, shape }: AttentionSetting, perm: number[]): Value {
  return g.op('Transpose', [unflatten(g, x, shape, heads, hiddenSize / heads)], { perm });
}

/** @returns fp32 [B, heads, S, S]: what the distances add to the products of queries and keys */
function distanceScores(g: Graph, query: Value, keyT: Value, distances: RelativeKeys, shape: BatchShape): Value {
  const vectors = distanceVectors(g, distances, shape);
  const ofQueries = g.op('Einsum', [query, vectors], { equation: 'bhld,lrd->bhlr' });
  if (!distances.both) return ofQueries;
  return add(g, ofQueries, g.op('Einsum', [keyT, vectors], { equation: 'bhdr,lrd->bhlr' }));
}

/** @returns fp32 [S, S, head size]: the vector of the distance l - r, at [l, r] */
function distanceVectors(g: Graph, { embedding, maxPositions }: RelativeKeys, shape: BatchShape): Value {
  const length = g.op('Squeeze', [shape.length, g.ints(0)]);
  const positions = g.op('Range', [g.int(0), length, g.int(1)]);
  const left = g.op('Unsqueeze', [positions, g.ints(1)]);
  const right = g.op('Unsqueeze', [positions, g.ints(0)]);
  const distance = add(g, g.op('Sub', [left, right]), g.int(maxPositions - 1));
  return g.op('Gather', [g.weight(embedding), distance]);
}
