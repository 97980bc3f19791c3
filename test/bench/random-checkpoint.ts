import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Stored, safetensors } from '../support/safetensors.js';

/** A BERT by its sizes, as the benches name it. */
export interface Shape {
  readonly name: string;
  readonly layers: number;
  readonly hidden: number;
  readonly vocabulary: number;
}

export const SHAPES: readonly Shape[] = [
  { name: '2x128/16k', layers: 2, hidden: 128, vocabulary: 16_384 },
  { name: '4x256/30k', layers: 4, hidden: 256, vocabulary: 30_522 },
  { name: '6x320/20k', layers: 6, hidden: 320, vocabulary: 20_000 },
  { name: 'base', layers: 12, hidden: 768, vocabulary: 30_522 },
];

/** The longest sequence, in tokens. */
export const POSITIONS = 512;

/** Writes a BERT with an MLM head, a pooler and random fp32 weights (the same for the same shape) into `folder`. */
export function writeRandomBert({ layers, hidden, vocabulary }: Shape, folder: string): void {
  const inner = 4 * hidden;
  const tensors: [name: string, shape: number[]][] = [];
  const linear = (name: string, inputs: number, outputs: number) =>
    tensors.push([`${name}.weight`, [outputs, inputs]], [`${name}.bias`, [outputs]]);
  const norm = (name: string) => tensors.push([`${name}.weight`, [hidden]], [`${name}.bias`, [hidden]]);

  tensors.push(['bert.embeddings.word_embeddings.weight', [vocabulary, hidden]]);
  tensors.push(['bert.embeddings.position_embeddings.weight', [POSITIONS, hidden]]);
  tensors.push(['bert.embeddings.token_type_embeddings.weight', [2, hidden]]);
  norm('bert.embeddings.LayerNorm');
  for (let i = 0; i < layers; i++) {
    const layer = `bert.encoder.layer.${i}`;
    for (const part of ['query', 'key', 'value']) linear(`${layer}.attention.self.${part}`, hidden, hidden);
    linear(`${layer}.attention.output.dense`, hidden, hidden);
    norm(`${layer}.attention.output.LayerNorm`);
    linear(`${layer}.intermediate.dense`, hidden, inner);
    linear(`${layer}.output.dense`, inner, hidden);
    norm(`${layer}.output.LayerNorm`);
  }
  linear('bert.pooler.dense', hidden, hidden);
  linear('cls.predictions.transform.dense', hidden, hidden);
  norm('cls.predictions.transform.LayerNorm');
  tensors.push(['cls.predictions.bias', [vocabulary]]);

  const config = {
    model_type: 'bert',
    architectures: ['BertForMaskedLM'],
    vocab_size: vocabulary,
    hidden_size: hidden,
    num_hidden_layers: layers,
    num_attention_heads: hidden / 64,
    intermediate_size: inner,
    max_position_embeddings: POSITIONS,
    hidden_act: 'gelu',
    type_vocab_size: 2,
    layer_norm_eps: 1e-12,
    pad_token_id: 0,
  };
  const random = randomNumbers(1);
  const values = (name: string, count: number) => {
    if (name.includes('LayerNorm')) return new Float32Array(count).fill(name.endsWith('weight') ? 1 : 0);
    return Float32Array.from({ length: count }, () => 0.07 * (random() - 0.5));
  };
  const stored = tensors.map(([name, shape]): [string, Stored] => {
    const data = values(
      name,
      shape.reduce((a, b) => a * b, 1),
    );
    return [name, { dtype: 'F32', shape, data: new Uint8Array(data.buffer) }];
  });
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'config.json'), JSON.stringify(config));
  writeFileSync(path.join(folder, 'model.safetensors'), safetensors(new Map(stored)));
}

/** Numbers from 0 to 1 (mulberry32): the same for the same seed. */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
