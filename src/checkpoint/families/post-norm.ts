import { type AttentionSetting, type AttentionWeights, pickRows, selfAttention } from '../attention.js';
import { activate, add, layerNorm, linear } from '../layers.js';
import type { Graph, Value } from '../onnx/graph.js';
import type { Linear, Norm } from '../tensors.js';
import type { EncoderSettings } from './shared.js';

/** The weights of one layer of the original Transformer encoder, as BERT and ALBERT have it. */
export interface PostNormLayer {
  readonly attention: AttentionWeights;
  readonly attentionNorm: Norm;
  readonly intermediate: Linear;
  readonly output: Linear;
  readonly outputNorm: Norm;
}

/**
 * Attention, then a feed-forward network, each added to what went in and normalised behind that.
 * @param x fp32 [T, H]
 * @param rows int32 [B, M]: the places to compute, b*S+s; all, when left out
 * @returns fp32 [T, H], or [B*M, H]
 */
export function postNormLayer(
  g: Graph,
  x: Value,
  layer: PostNormLayer,
  { activation, epsilon, hiddenSize }: EncoderSettings,
  attention: AttentionSetting,
  rows?: Value,
): Value {
  // Not ONNX Runtime's SkipLayerNormalization: on the CPU it takes four times as long as the two operators.
  const context = selfAttention(g, x, layer.attention, attention, rows);
  const own = rows ? pickRows(g, x, rows, hiddenSize) : x;
  const attended = layerNorm(g, add(g, context, own), layer.attentionNorm, epsilon);
  const inner = activate(g, linear(g, attended, layer.intermediate), activation);
  return layerNorm(g, add(g, linear(g, inner, layer.output), attended), layer.outputNorm, epsilon);
}
