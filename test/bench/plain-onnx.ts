import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DataType } from '../../src/checkpoint/onnx/proto.js';
import { readSafetensors, type Tensors } from '../support/safetensors.js';
import { fp32, transposed } from './fp32.js';
import { OnnxWriter } from './onnx-writer.js';

/** What a plain graph is for: `fill-mask` gives `logits` [B, S, V], `feature-extraction` `last_hidden_state` [B, S, H]. */
export type PlainTask = 'fill-mask' | 'feature-extraction';

interface BertConfig {
  readonly vocab_size: number;
  readonly hidden_size: number;
  readonly num_hidden_layers: number;
  readonly num_attention_heads: number;
  readonly intermediate_size: number;
  readonly max_position_embeddings: number;
  readonly type_vocab_size: number;
  readonly layer_norm_eps: number;
}

/**
 * A BERT checkpoint as the `.onnx` that PyTorch's exporter makes of transformers' model (opset 17) and the hub
 * publishes: operator by operator the same pattern, which is the one ONNX Runtime's own fusions look for; matrices
 * transposed and stored inside, in fp32, the tied vocabulary twice. Inputs `input_ids`, `attention_mask` and
 * `token_type_ids` int64 [B, S].
 */
export async function plainBert(folder: string, task: PlainTask): Promise<Uint8Array> {
  const config = JSON.parse(readFileSync(path.join(folder, 'config.json'), 'utf8')) as BertConfig;
  const bert = new PlainBert(config, await readSafetensors(path.join(folder, 'model.safetensors')));
  const last = bert.encoder();
  return task === 'fill-mask'
    ? bert.w.encode('logits', bert.logits(last), ['batch', 'sequence', config.vocab_size])
    : bert.w.encode('last_hidden_state', last, ['batch', 'sequence', config.hidden_size]);
}

class PlainBert {
  readonly w = new OnnxWriter();
  readonly #inputs = {
    ids: this.w.input('input_ids', 'batch', 'sequence'),
    mask: this.w.input('attention_mask', 'batch', 'sequence'),
    types: this.w.input('token_type_ids', 'batch', 'sequence'),
  };

  constructor(
    private readonly config: BertConfig,
    private readonly tensors: Tensors,
  ) {}

  encoder(): string {
    const { w } = this;
    const rows = w.op('Unsqueeze', [this.#inputs.mask, w.ints([1], 1)]);
    const seen = w.op('Cast', [w.op('Unsqueeze', [rows, w.ints([1], 2)])], { to: { int: DataType.FLOAT } });
    const bias = w.op('Mul', [w.op('Sub', [w.float(1), seen]), w.float(-3.4028234663852886e38)]);
    let x = this.#embeddings();
    for (let i = 0; i < this.config.num_hidden_layers; i++) x = this.#layer(`bert.encoder.layer.${i}`, x, bias);
    return x;
  }

  /** The masked-language-model head over all tokens. */
  logits(last: string): string {
    const { hidden_size: hidden, vocab_size: words } = this.config;
    const dense = this.#linear('cls.predictions.transform.dense', last, hidden, hidden);
    const transformed = this.#norm('cls.predictions.transform.LayerNorm', this.#gelu(dense));
    const table = transposed(this.#values('bert.embeddings.word_embeddings.weight'), words, hidden);
    const products = this.w.op('MatMul', [transformed, this.w.floats('decoder', [hidden, words], table)]);
    return this.w.op('Add', [this.#stored('cls.predictions.bias', words), products]);
  }

  #embeddings(): string {
    const { w, config } = this;
    const { hidden_size: hidden, max_position_embeddings: positions } = config;
    const { ids, types } = this.#inputs;
    const table = (name: string, rows: number) => this.#stored(`bert.embeddings.${name}.weight`, rows, hidden);
    const words = w.op('Gather', [table('word_embeddings', config.vocab_size), ids]);
    const segments = w.op('Gather', [table('token_type_embeddings', config.type_vocab_size), types]);
    const numbers = w.ints([1, positions], ...Array(positions).keys());
    const length = w.op('Unsqueeze', [this.#size(ids, 1), w.ints([1], 0)]);
    const places = w.op('Slice', [numbers, w.ints([1], 0), length, w.ints([1], 1)]);
    const sum = w.op('Add', [words, segments]);
    const all = w.op('Add', [sum, w.op('Gather', [table('position_embeddings', positions), places])]);
    return this.#norm('bert.embeddings.LayerNorm', all);
  }

  #layer(name: string, x: string, bias: string): string {
    const { w } = this;
    const { hidden_size: hidden, intermediate_size: inner } = this.config;
    const context = this.#attention(`${name}.attention.self`, x, bias);
    const projected = this.#linear(`${name}.attention.output.dense`, context, hidden, hidden);
    const attended = this.#norm(`${name}.attention.output.LayerNorm`, w.op('Add', [projected, x]));
    const wide = this.#gelu(this.#linear(`${name}.intermediate.dense`, attended, hidden, inner));
    const narrow = this.#linear(`${name}.output.dense`, wide, inner, hidden);
    return this.#norm(`${name}.output.LayerNorm`, w.op('Add', [narrow, attended]));
  }

  #attention(name: string, x: string, bias: string): string {
    const { w } = this;
    const { hidden_size: hidden, num_attention_heads: heads } = this.config;
    const perm = (...ints: number[]) => ({ perm: { ints } });
    const split = (part: string, ...order: number[]) => {
      const flat = this.#linear(`${name}.${part}`, x, hidden, hidden);
      return w.op('Transpose', [w.op('Reshape', [flat, this.#shape(flat, heads, hidden / heads)])], perm(...order));
    };
    const query = split('query', 0, 2, 1, 3);
    const keyT = split('key', 0, 2, 3, 1);
    const value = split('value', 0, 2, 1, 3);
    const scores = w.op('Div', [w.op('MatMul', [query, keyT]), w.float(Math.sqrt(hidden / heads))]);
    const probabilities = w.op('Softmax', [w.op('Add', [scores, bias])], { axis: { int: -1 } });
    const mixed = w.op('Transpose', [w.op('MatMul', [probabilities, value])], perm(0, 2, 1, 3));
    return w.op('Reshape', [mixed, this.#shape(mixed, hidden)]);
  }

  /** int64: B, S and then `dims`. */
  #shape(x: string, ...dims: number[]): string {
    const { w } = this;
    const sizes = [0, 1].map((axis) => w.op('Unsqueeze', [this.#size(x, axis), w.ints([1], 0)]));
    return w.op('Concat', [...sizes, ...dims.map((size) => w.ints([1], size))], { axis: { int: 0 } });
  }

  #size(x: string, axis: number): string {
    return this.w.op('Gather', [this.w.op('Shape', [x]), this.w.ints([], axis)], { axis: { int: 0 } });
  }

  #linear(name: string, x: string, inputs: number, outputs: number): string {
    const matrix = transposed(this.#values(`${name}.weight`), outputs, inputs);
    const products = this.w.op('MatMul', [x, this.w.floats(`${name}.weight`, [inputs, outputs], matrix)]);
    return this.w.op('Add', [this.#stored(`${name}.bias`, outputs), products]);
  }

  #norm(name: string, x: string): string {
    const { hidden_size: hidden, layer_norm_eps: epsilon } = this.config;
    const inputs = [x, this.#stored(`${name}.weight`, hidden), this.#stored(`${name}.bias`, hidden)];
    return this.w.op('LayerNormalization', inputs, { axis: { int: -1 }, epsilon: { float: epsilon } });
  }

  #gelu(x: string): string {
    const { w } = this;
    const erf = w.op('Erf', [w.op('Div', [x, w.float(Math.SQRT2)])]);
    return w.op('Mul', [w.op('Mul', [x, w.op('Add', [erf, w.float(1)])]), w.float(0.5)]);
  }

  #stored(name: string, ...dims: number[]): string {
    return this.w.floats(name, dims, this.#values(name));
  }

  #values(name: string): Float32Array {
    const stored = this.tensors.get(name);
    if (!stored) throw new Error(`The checkpoint has no tensor ${name}.`);
    return fp32(stored);
  }
}
