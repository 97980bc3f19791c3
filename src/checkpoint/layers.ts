import type { Graph, Value } from './onnx/graph.js';
import type { Linear, Norm } from './tensors.js';

/**
 * The building blocks that the families share. Hidden states are [T, H] with T = B*S, all tokens of the batch one below
 * the other: linear layers are then plain matrix products and rows are picked by number.
 */

/** x W^T + b, over [rows, in] -> [rows, out]; on int8 weights, where there are some, with activations rounded to uint8. */
export function linear(g: Graph, x: Value, { weight, bias }: Linear): Value {
  const added = bias ? [g.weight(bias)] : [];
  const w = g.linearWeight(weight);
  if ('plain' in w) return g.op('Gemm', [x, w.plain, ...added], { transB: 1 });
  return g.op('com.microsoft.DynamicQuantizeMatMul', [x, w.values, w.scales, '', ...added]);
}

/** As `linear`, but never on int8 weights. */
export function exactLinear(g: Graph, x: Value, { weight, bias }: Linear): Value {
  return g.op('Gemm', [x, g.weight(weight), ...(bias ? [g.weight(bias)] : [])], { transB: 1 });
}

export function layerNorm(g: Graph, x: Value, { weight, bias }: Norm, epsilon: number): Value {
  return g.op('LayerNormalization', [x, g.weight(weight), g.weight(bias)], { axis: -1, epsilon: { float: epsilon } });
}

export const mul = (g: Graph, a: Value, b: Value) => g.op('Mul', [a, b]);
export const add = (g: Graph, a: Value, b: Value) => g.op('Add', [a, b]);

/** x/2 (1 + erf(x / sqrt 2)), Hendrycks and Gimpel 2016. */
function gelu(g: Graph, x: Value): Value {
  const erf = g.op('Erf', [g.op('Div', [x, g.float(Math.SQRT2)])]);
  return mul(g, mul(g, x, add(g, erf, g.float(1))), g.float(0.5));
}

/** The approximation of GELU by tanh that Google's BERT code used. */
function geluTanh(g: Graph, x: Value): Value {
  const cubed = mul(g, mul(g, x, x), x);
  const inner = mul(g, add(g, x, mul(g, cubed, g.float(0.044715))), g.float(Math.sqrt(2 / Math.PI)));
  return mul(g, mul(g, x, add(g, g.op('Tanh', [inner]), g.float(1))), g.float(0.5));
}

const sigmoidTimes = (factor: number) => (g: Graph, x: Value) =>
  mul(g, x, g.op('Sigmoid', [factor === 1 ? x : mul(g, x, g.float(factor))]));
const unary =
  (type: string, attributes = {}) =>
  (g: Graph, x: Value) =>
    g.op(type, [x], attributes);

/** By the names of `hidden_act` in transformers/activations.py (ACT2FN). */
const ACTIVATIONS = {
  gelu,
  gelu_python: gelu,
  gelu_new: geluTanh,
  gelu_fast: geluTanh,
  gelu_accurate: geluTanh,
  gelu_pytorch_tanh: geluTanh,
  gelu_10: (g: Graph, x: Value) => g.op('Clip', [gelu(g, x), g.float(-10), g.float(10)]),
  quick_gelu: sigmoidTimes(1.702),
  silu: sigmoidTimes(1),
  swish: sigmoidTimes(1),
  mish: (g: Graph, x: Value) => mul(g, x, g.op('Tanh', [g.op('Softplus', [x])])),
  relu: unary('Relu'),
  relu2: (g: Graph, x: Value) => {
    const positive = g.op('Relu', [x]);
    return mul(g, positive, positive);
  },
  relu6: (g: Graph, x: Value) => g.op('Clip', [x, g.float(0), g.float(6)]),
  leaky_relu: unary('LeakyRelu', { alpha: { float: 0.01 } }),
  tanh: unary('Tanh'),
  sigmoid: unary('Sigmoid'),
  linear: (_: Graph, x: Value) => x,
} as const;

export type Activation = keyof typeof ACTIVATIONS;
export const ACTIVATION_NAMES = Object.keys(ACTIVATIONS) as Activation[];

export function activate(g: Graph, x: Value, name: Activation): Value {
  return ACTIVATIONS[name](g, x);
}

/** The sizes of the batch as the graph sees them when it runs. */
export interface BatchShape {
  /** int64 [2]: B, S. */
  readonly batchAndLength: Value;
  /** int64 [1]: S. */
  readonly length: Value;
}

/** @param batch of two dimensions, `input_ids` for example */
export function batchShape(g: Graph, batch: Value): BatchShape {
  const batchAndLength = g.op('Shape', [batch]);
  return { batchAndLength, length: g.op('Gather', [batchAndLength, g.ints(1)]) };
}

/** [T, H] -> [B, S, ...dims]. */
export function unflatten(g: Graph, x: Value, shape: BatchShape, ...dims: number[]): Value {
  return g.op('Reshape', [x, g.op('Concat', [shape.batchAndLength, g.ints(...dims)], { axis: 0 })]);
}

/** [B, S, H] -> [T, H]. */
export function flatten(g: Graph, x: Value, features: number): Value {
  return g.op('Reshape', [x, g.ints(-1, features)]);
}

/** Token, segment and position embeddings added up. */
export function embeddings(
  g: Graph,
  ids: Value,
  types: Value,
  tables: { words: Linear['weight']; segments: Linear['weight']; positions?: Linear['weight'] },
  shape: BatchShape,
): Value {
  const sum = add(g, g.op('Gather', [g.weight(tables.words), ids]), g.op('Gather', [g.weight(tables.segments), types]));
  if (!tables.positions) return sum;
  const positions = g.op('Slice', [g.weight(tables.positions), g.ints(0), shape.length, g.ints(0)]);
  return add(g, sum, positions);
}
