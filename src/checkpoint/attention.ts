import { add, type BatchShape, flatten, linear, mul, unflatten } from './layers.js';
import type { Graph, Value } from './onnx/graph.js';
import type { Linear } from './tensors.js';

/**
 * What is added to attention scores: 0 where a key may be seen, the lowest fp32 where not, as in transformers
 * (modeling_utils.py, get_extended_attention_mask).
 * @param attentionMask fp32 [B, S] of 0 and 1
 * @returns fp32 [B, 1, 1, S]
 */
export function attentionBias(g: Graph, attentionMask: Value): Value {
  const hidden = g.op('Sub', [g.float(1), g.op('Unsqueeze', [attentionMask, g.ints(1, 2)])]);
  return mul(g, hidden, g.float(-3.4028234663852886e38));
}

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

/**
 * Multi-head self-attention (Vaswani et al. 2017).
 * @param x fp32 [T, H]
 * @param bias from `attentionBias`
 * @returns the projected context [T, H] and the attention probabilities [B, heads, S, S]
 */
export function selfAttention(
  g: Graph,
  x: Value,
  weights: AttentionWeights,
  { heads, hiddenSize, shape, bias }: { heads: number; hiddenSize: number; shape: BatchShape; bias: Value },
): { context: Value; probabilities: Value } {
  const headSize = hiddenSize / heads;
  const split = (projection: Linear, perm: number[]) =>
    g.op('Transpose', [unflatten(g, linear(g, x, projection), shape, heads, headSize)], { perm });

  const query = split(weights.query, [0, 2, 1, 3]);
  const keyT = split(weights.key, [0, 2, 3, 1]);
  const value = split(weights.value, [0, 2, 1, 3]);

  const scaled = (scores: Value) => mul(g, scores, g.float(1 / Math.sqrt(headSize)));
  const products = g.op('MatMul', [query, keyT]);
  const { distances } = weights;
  let scores: Value;
  if (!distances) {
    scores = scaled(products);
  } else {
    const relative = distanceScores(g, query, keyT, distances, shape);
    scores = distances.scaled ? scaled(add(g, products, relative)) : add(g, scaled(products), relative);
  }
  const probabilities = g.op('Softmax', [add(g, scores, bias)], { axis: -1 });
  const mixed = g.op('Transpose', [g.op('MatMul', [probabilities, value])], { perm: [0, 2, 1, 3] });
  return { context: linear(g, flatten(g, mixed, hiddenSize), weights.output), probabilities };
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
