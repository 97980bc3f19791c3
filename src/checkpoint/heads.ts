import type { Architecture, Encoder } from './architecture.js';
import { type BatchShape, unflatten } from './layers.js';
import type { Graph, Value } from './onnx/graph.js';
import { DataType } from './onnx/proto.js';

const { FLOAT, INT32, INT64, BOOL } = DataType;

/** An encoder up to, but without, its last layer: a task computes of that what it needs. */
export interface Trunk {
  readonly encoder: Encoder;
  readonly shape: BatchShape;
  /** Hidden states of the layers 0 ... N-1. */
  readonly hidden: readonly Value[];
}

/**
 * The last layer: hidden states N.
 * @param rows as for `Encoder.layer`
 */
function lastLayer(g: Graph, { encoder, hidden }: Trunk, rows?: Value): Value {
  return encoder.layer(g, hidden.length - 1, hidden[hidden.length - 1] as Value, rows);
}

/**
 * Token head: what the model thinks of the words at chosen places. The last layer is computed and the vocabulary
 * projected on these rows alone, and ranked in the graph, so that no [B*S, V] matrix is made. Computed only when
 * `want_tokens` is true.
 *
 * Inputs: `rows` int32 [B, M >= 1], flat places b*S+s of the sequence b; `k` int64 [1]; `targets` int32 [B*M, K] token
 * ids. Outputs, R = B*M: `topk_logprobs` fp32 [R, k] and `topk_ids` int32 [R, k], best first; `target_logprobs` fp32
 * [R, K]; `entropy` fp32 [R], in nats.
 */
export function addTokenHead(g: Graph, logitsOf: NonNullable<Architecture['tokenLogits']>, trunk: Trunk): void {
  const want = g.input('want_tokens', BOOL);
  const rows = g.input('rows', INT32, 'B', 'M');
  const k = g.input('k', INT64, 1);
  const targets = g.input('targets', INT32, 'R', 'K');

  const types: [DataType, number][] = [
    [FLOAT, 2],
    [INT32, 2],
    [FLOAT, 2],
    [FLOAT, 1],
  ];
  const [topk, ids, targetLogprobs, entropies] = g.when(want, types, (branch) => {
    const { logprobs, entropy } = logSoftmax(branch, branch.toFloat(logitsOf(branch, lastLayer(branch, trunk, rows))));
    const [values, indices] = branch.op2('TopK', [logprobs, k], { axis: -1, largest: 1, sorted: 1 });
    return [
      values,
      branch.op('Cast', [indices], { to: INT32 }),
      branch.op('GatherElements', [logprobs, targets], { axis: 1 }),
      entropy,
    ];
  }) as [Value, Value, Value, Value];

  g.output('topk_logprobs', topk, FLOAT, 'R', 'k');
  g.output('topk_ids', ids, INT32, 'R', 'k');
  g.output('target_logprobs', targetLogprobs, FLOAT, 'R', 'K');
  g.output('entropy', entropies, FLOAT, 'R');
}

/**
 * With s = x - max x and Z = sum exp s: log-probabilities s - log Z and entropy log Z - sum(s exp s) / Z. Spelled out
 * because ONNX Runtime's WebGPU provider has no LogSoftmax, and because the entropy shares most of it.
 * @param logits fp32 [R, V]
 */
function logSoftmax(g: Graph, logits: Value): { logprobs: Value; entropy: Value } {
  const sum = (x: Value) => g.op('ReduceSum', [x, g.ints(-1)], { keepdims: 1 });
  const shifted = g.op('Sub', [logits, g.op('ReduceMax', [logits], { axes: [-1], keepdims: 1 })]);
  const powers = g.op('Exp', [shifted]);
  const total = sum(powers);
  const logTotal = g.op('Log', [total]);
  const expected = g.op('Div', [sum(g.op('Mul', [powers, shifted])), total]);
  return {
    logprobs: g.op('Sub', [shifted, logTotal]),
    entropy: g.op('Squeeze', [g.op('Sub', [logTotal, expected]), g.ints(-1)]),
  };
}

/** Where max pooling leaves a token out (sentence_transformers/models/Pooling.py). */
const LEFT_OUT = -1e9;

/**
 * Pooled states. A pooling that is a weighted sum over tokens (first, mean, position-weighted mean, a span ...) is one
 * row of `pool_weights`: core/pooling.ts makes the rows. Computed only when `want_pooled` is true; the layers below the
 * last, and the maxima, only when `want_all_layers` and `want_max` are true as well.
 *
 * Inputs: `pool_weights` fp32 [B, P, S]; `max_mask` fp32 [B, M, S], 1 for the tokens that take part.
 * Outputs: `pooled` fp32 [1, B, P, H] and `pooled_below` fp32 [N, B, P, H], `pooled_max` fp32 [1, B, M, H] and
 * `pooled_max_below` fp32 [N, B, M, H]: the last layer N, and the layers 0 ... N-1.
 */
export function addPooling(g: Graph, trunk: Trunk, hiddenSize: number): void {
  const want = g.input('want_pooled', BOOL);
  const wantAll = g.input('want_all_layers', BOOL);
  const wantMax = g.input('want_max', BOOL);
  const weights = g.input('pool_weights', FLOAT, 'B', 'P', 'S');
  const maxMask = g.input('max_mask', FLOAT, 'B', 'M', 'S');
  const stacked: [DataType, number] = [FLOAT, 4];

  const pool = (branch: Graph, layers: readonly Value[]): [Value, Value] => {
    const states = layers.map((layer) => branch.toFloat(unflatten(branch, layer, trunk.shape, hiddenSize)));
    const sums = states.map((layer) => branch.op('MatMul', [weights, layer]));
    const [max] = branch.when(wantMax, [stacked], (inner) => [maxOfEach(inner, states, maxMask)]) as [Value];
    return [stack(branch, sums), max];
  };
  const pooled = g.when(want, [stacked, stacked, stacked, stacked], (branch) => [
    ...pool(branch, [lastLayer(branch, trunk)]),
    ...branch.when(wantAll, [stacked, stacked], (inner) => pool(inner, trunk.hidden)),
  ]) as [Value, Value, Value, Value];

  const below = trunk.hidden.length;
  g.output('pooled', pooled[0], FLOAT, 1, 'B', 'P', hiddenSize);
  g.output('pooled_max', pooled[1], FLOAT, 1, 'B', 'M', hiddenSize);
  g.output('pooled_below', pooled[2], FLOAT, below, 'B', 'P', hiddenSize);
  g.output('pooled_max_below', pooled[3], FLOAT, below, 'B', 'M', hiddenSize);
}

/** @param layers hidden states, fp32 [B, S, H] each */
function maxOfEach(g: Graph, layers: readonly Value[], maxMask: Value): Value {
  const takesPart = g.op('Unsqueeze', [g.op('Greater', [maxMask, g.fp32(0)]), g.ints(3)]);
  const maxima = layers.map((states) => {
    const tokens = g.op('Where', [takesPart, g.op('Unsqueeze', [states, g.ints(1)]), g.fp32(LEFT_OUT)]);
    return g.op('ReduceMax', [tokens], { axes: [2], keepdims: 0 });
  });
  return stack(g, maxima);
}

function stack(g: Graph, values: readonly Value[]): Value {
  return g.op(
    'Concat',
    values.map((value) => g.op('Unsqueeze', [value, g.ints(0)])),
    { axis: 0 },
  );
}

/**
 * What the model makes of a pair of texts, from its first token: `pooler` fp32 [B, H] and `pair_logits` fp32 [B, 2].
 * Computed only when `want_pair` is true. The input `first` int32 [B, 1] holds the flat places b*S.
 */
export function addPairHead(g: Graph, architecture: Architecture, trunk: Trunk): void {
  const { pooler, pair, sizes } = architecture;
  if (!pooler) return;
  const want = g.input('want_pair', BOOL);
  const first = g.input('first', INT32, 'B', 1);
  const ranks = pair ? [2, 2] : [2];
  const types = ranks.map((rank): [DataType, number] => [FLOAT, rank]);
  const [pooled, logits] = g.when(want, types, (branch) => {
    const vector = pooler(branch, lastLayer(branch, trunk, first));
    return (pair ? [vector, pair.logits(branch, vector)] : [vector]).map((it) => branch.toFloat(it));
  });
  if (pooled) g.output('pooler', pooled, FLOAT, 'B', sizes.hiddenSize);
  if (logits) g.output('pair_logits', logits, FLOAT, 'B', 2);
}

/**
 * Everything inside, for `cloze verify` and views of tokens: `hidden_states.0` ... `hidden_states.N` fp32 [B, S, H],
 * `attentions.0` fp32 [B, heads, S, S], `token_logits` fp32 [B, S, V], `pooler` fp32 [B, H], `pair_logits` fp32 [B, 2].
 */
export function addInspection(g: Graph, architecture: Architecture, trunk: Trunk): void {
  const { sizes, tokenLogits, pooler, pair } = architecture;
  const { shape, encoder } = trunk;
  const last = lastLayer(g, trunk);
  [...trunk.hidden, last].forEach((states, layer) => {
    g.output(
      `hidden_states.${layer}`,
      unflatten(g, states, shape, sizes.hiddenSize),
      FLOAT,
      'B',
      'S',
      sizes.hiddenSize,
    );
  });
  g.output('attentions.0', encoder.firstAttentions(g), FLOAT, 'B', 'heads', 'S', 'S');
  if (tokenLogits) {
    const logits = unflatten(g, tokenLogits(g, last), shape, sizes.vocabSize);
    g.output('token_logits', logits, FLOAT, 'B', 'S', sizes.vocabSize);
  }
  if (!pooler) return;
  const first = g.op('Gather', [unflatten(g, last, shape, sizes.hiddenSize), g.int(0)], { axis: 1 });
  const pooled = pooler(g, first);
  g.output('pooler', pooled, FLOAT, 'B', sizes.hiddenSize);
  if (pair) g.output('pair_logits', pair.logits(g, pooled), FLOAT, 'B', 2);
}
