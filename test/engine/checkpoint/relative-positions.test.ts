import { beforeAll, describe, expect, it } from 'vitest';
import { readCheckpoint } from '../../../src/checkpoint/checkpoint.js';
import type { TensorData } from '../../../src/protocol/engine.js';
import {
  difference,
  type GoldenCase,
  goldenCases,
  type Json,
  openForInspection,
  readGolden,
  writeCheckpoint,
} from '../../support/checkpoints.js';
import { f32, floats } from '../../support/half-precision.js';
import type { Tensors } from '../../support/safetensors.js';

/** Sizes that golden bert and golden albert share. */
const [LAYERS, HIDDEN, HEADS, HEAD_SIZE, MAX] = [3, 32, 4, 8, 24];

const FAMILIES = {
  bert: {
    attention: (layer: number) => `bert.encoder.layer.${layer}.attention.self.`,
    layers: LAYERS,
    positions: 'bert.embeddings.position_embeddings.weight',
    // modeling_bert.py divides the sum of all scores by the root.
    score: (content: number, distance: number) => (content + distance) / Math.sqrt(HEAD_SIZE),
  },
  albert: {
    attention: () => 'albert.encoder.albert_layer_groups.0.albert_layers.0.attention.',
    layers: 1,
    positions: 'albert.embeddings.position_embeddings.weight',
    // modeling_albert.py divides first and adds the scores of distances, undivided, to that.
    score: (content: number, distance: number) => content / Math.sqrt(HEAD_SIZE) + distance,
  },
} as const;
const TYPES = ['relative_key', 'relative_key_query'] as const;
const CHOICES = (['bert', 'albert'] as const).flatMap((name) => TYPES.map((type) => [name, type] as const));

/** Numbers in [-0.5, 0.5), always the same for one seed. */
function random(count: number, seed: number): Float32Array {
  let state = seed;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32 - 0.5;
  });
}

const distanceName = (name: 'bert' | 'albert', layer: number) =>
  `${FAMILIES[name].attention(layer)}distance_embedding.weight`;

describe.each(CHOICES)('%s with %s', (name, type) => {
  const { attention, layers, positions, score } = FAMILIES[name];
  let config: Json;
  let tensors: Tensors;
  let cases: GoldenCase[];

  beforeAll(async () => {
    const golden = await readGolden(name);
    config = { ...golden.config, position_embedding_type: type };
    tensors = golden.tensors;
    for (let layer = 0; layer < layers; layer++) {
      const table = random((2 * MAX - 1) * HEAD_SIZE, layer + 1);
      tensors.set(distanceName(name, layer), f32([2 * MAX - 1, HEAD_SIZE], table));
    }
    cases = await goldenCases(name);
  });

  /** x W^T + b for each row, [rows][out] */
  function project(part: 'query' | 'key', states: TensorData): number[][] {
    const weight = floats(tensors.get(`${attention(0)}${part}.weight`) as never);
    const bias = floats(tensors.get(`${attention(0)}${part}.bias`) as never);
    return Array.from({ length: states.data.length / HIDDEN }, (_, row) =>
      Array.from(bias, (start, out) => {
        let sum = start;
        for (let i = 0; i < HIDDEN; i++)
          sum += Number(states.data[row * HIDDEN + i]) * Number(weight[out * HIDDEN + i]);
        return sum;
      }),
    );
  }

  /** Attention of the first layer, from what goes into it. */
  function attentions(states: TensorData, mask: readonly (readonly number[])[]): TensorData {
    const [size, length] = states.shape as [number, number];
    const table = floats(tensors.get(distanceName(name, 0)) as never);
    const [query, key] = [project('query', states), project('key', states)];
    const data: number[] = [];
    for (let b = 0; b < size; b++) {
      for (let head = 0; head < HEADS; head++) {
        for (let l = 0; l < length; l++) {
          const scores = Array.from({ length }, (_, r) => {
            let [content, distance] = [0, 0];
            for (let d = 0; d < HEAD_SIZE; d++) {
              const q = Number(query[b * length + l]?.[head * HEAD_SIZE + d]);
              const k = Number(key[b * length + r]?.[head * HEAD_SIZE + d]);
              const vector = Number(table[(l - r + MAX - 1) * HEAD_SIZE + d]);
              content += q * k;
              distance += q * vector + (type === 'relative_key_query' ? k * vector : 0);
            }
            return mask[b]?.[r] === 0 ? -Infinity : score(content, distance);
          });
          const powers = scores.map((value) => Math.exp(value - Math.max(...scores)));
          const total = powers.reduce((sum, value) => sum + value, 0);
          data.push(...powers.map((value) => value / total));
        }
      }
    }
    return { shape: [size, HEADS, length, length], data: Float32Array.from(data) };
  }

  it('attends as the definition says, up to the longest sequence', async () => {
    const { inspect } = await openForInspection(await writeCheckpoint(config, tensors));
    for (const { name: caseName, inputs } of cases) {
      const outputs = await inspect(inputs);
      const states = outputs.get('hidden_states.0') as TensorData;
      const mask = inputs.attentionMask ?? inputs.inputIds.map((row) => row.map(() => 1));
      expect(difference(outputs.get('attentions.0'), attentions(states, mask)), caseName).toBeLessThanOrEqual(1e-5);
    }
  });

  it('adds no position embeddings', async () => {
    const { inspect } = await openForInspection(await writeCheckpoint(config, tensors));
    const none = new Map(tensors).set(
      positions,
      f32(tensors.get(positions)?.shape ?? [], new Float32Array(MAX * (name === 'bert' ? HIDDEN : 20))),
    );
    const absolute = await writeCheckpoint({ ...config, position_embedding_type: 'absolute' }, none);
    const { inspect: withoutPositions } = await openForInspection(absolute);
    for (const { inputs } of cases) {
      const [got, expected] = [await inspect(inputs), await withoutPositions(inputs)];
      expect(difference(got.get('hidden_states.0'), expected.get('hidden_states.0'))).toBeLessThanOrEqual(2e-6);
    }
  });

  it('needs no table of position embeddings, but one of distances', async () => {
    const without = new Map(tensors);
    without.delete(positions);
    await expect(readCheckpoint(await writeCheckpoint(config, without))).resolves.toMatchObject({ modelType: name });
    without.delete(distanceName(name, layers - 1));
    await expect(readCheckpoint(await writeCheckpoint(config, without))).rejects.toMatchObject({
      code: 'bad-checkpoint',
      message: `The tensor ${distanceName(name, layers - 1)} is missing.`,
    });
  });
});

it('each layer of BERT has distances of its own', async () => {
  const { config, tensors } = await readGolden('bert');
  const shape = [2 * MAX - 1, HEAD_SIZE];
  for (let layer = 0; layer < LAYERS; layer++) tensors.set(distanceName('bert', layer), f32(shape, random(376, 1)));
  const changed = new Map(tensors).set(distanceName('bert', 1), f32(shape, random(376, 2)));
  const relative = { ...config, position_embedding_type: 'relative_key' };
  const { inspect: one } = await openForInspection(await writeCheckpoint(relative, tensors));
  const { inspect: other } = await openForInspection(await writeCheckpoint(relative, changed));
  const inputs = { inputIds: [[2, 5, 6, 7, 3]] };
  const [a, b] = [await one(inputs), await other(inputs)];
  expect(difference(a.get('hidden_states.1'), b.get('hidden_states.1'))).toBe(0);
  expect(difference(a.get('hidden_states.2'), b.get('hidden_states.2'))).toBeGreaterThan(1e-3);
});
