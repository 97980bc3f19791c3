import { beforeAll, describe, expect, it } from 'vitest';
import { LINEAR_POOLINGS, type LinearPooling, poolingWeights } from '../../src/core/pooling.js';
import { type GoldenName, goldenCases, readGoldenJson } from '../support/checkpoints.js';

interface Tensor {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}
interface Golden {
  readonly rows: readonly string[];
  readonly token_embeddings: Tensor;
  readonly attention_mask: Tensor;
  readonly cases: readonly PoolingCase[];
  readonly end_to_end: readonly {
    readonly checkpoint: GoldenName;
    readonly case: string;
    readonly pooling_mode: string;
    readonly normalize: boolean;
    readonly sentence_embedding: Tensor;
  }[];
}
interface PoolingCase {
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly prompt_length: number | null;
  readonly normalize: boolean;
  readonly attention_mask_given: boolean;
  readonly sentence_embedding: Tensor;
}

/** sentence-transformers' switches, in the order in which it joins what they give. */
const SWITCHES: [name: string, LinearPooling | 'max'][] = [
  ['pooling_mode_cls_token', 'cls'],
  ['pooling_mode_max_tokens', 'max'],
  ['pooling_mode_mean_tokens', 'mean'],
  ['pooling_mode_mean_sqrt_len_tokens', 'mean_sqrt_len'],
  ['pooling_mode_weightedmean_tokens', 'weighted_mean'],
  ['pooling_mode_lasttoken', 'last_token'],
];

/** One vector from [S][H]; max pooling as in Pooling.py: what is left out counts as -1e9. */
function pool(pooling: LinearPooling | 'max', states: readonly (readonly number[])[], mask: readonly number[]) {
  const columns = states[0]?.map((_, h) => states.map((state) => Number(state[h]))) ?? [];
  if (pooling === 'max') return columns.map((column) => Math.max(...column.map((x, t) => (mask[t] ? x : -1e9))));
  const weights = poolingWeights(pooling, mask);
  return columns.map((column) => column.reduce((sum, x, t) => sum + x * Number(weights[t]), 0));
}

function normalized(vector: readonly number[]): number[] {
  const length = Math.max(Math.hypot(...vector), 1e-12);
  return vector.map((value) => value / length);
}

function rows(data: ArrayLike<number>, width: number): number[][] {
  const all = Array.from(data);
  return Array.from({ length: all.length / width }, (_, i) => all.slice(i * width, (i + 1) * width));
}

function expectNear(got: readonly number[], expected: readonly number[] | undefined, what: string) {
  expect(got, what).toHaveLength(expected?.length ?? -1);
  for (const [i, value] of got.entries()) {
    const target = Number(expected?.[i]);
    expect(Math.abs(value - target), `${what}: ${value}, should be ${target}`).toBeLessThanOrEqual(
      1e-6 * Math.max(1, Math.abs(target)),
    );
  }
}

let golden: Golden;
beforeAll(async () => {
  golden = await readGoldenJson<Golden>('pooling.json');
});

function poolCase({ config, prompt_length, normalize, attention_mask_given }: PoolingCase) {
  const [, length = 0, width = 0] = golden.token_embeddings.shape;
  const modes = SWITCHES.filter(([name]) => config[name]).map(([, pooling]) => pooling);
  const masks = rows(golden.attention_mask.data, length);
  return rows(golden.token_embeddings.data, length * width).map((flat, b) => {
    const given = attention_mask_given ? (masks[b] ?? []) : new Array<number>(length).fill(1);
    // A prompt is the first places of the row, padding or not.
    const mask = config['include_prompt'] ? given : given.map((value, i) => (i < (prompt_length ?? 0) ? 0 : value));
    // Pooling.py's max overwrites what is left out, so that poolings joined to it see this, too: a first token, say.
    const overwritten = modes.includes('max');
    const states = rows(flat, width).map((state, t) => (overwritten && !mask[t] ? state.map(() => -1e9) : state));
    const vector = modes.flatMap((pooling) => pool(pooling, states, mask));
    return normalize ? normalized(vector) : vector;
  });
}

describe('poolings as sentence-transformers has them', () => {
  it('on rows of every kind, the one without tokens included', () => {
    expect(golden.rows).toContain('all masked');
    expect(golden.cases.length).toBeGreaterThan(15);
    const used = new Set(
      golden.cases.flatMap(({ config }) => SWITCHES.filter(([name]) => config[name]).map(([, p]) => p)),
    );
    expect(used).toEqual(new Set([...LINEAR_POOLINGS, 'max']));
    for (const one of golden.cases) {
      const expected = rows(one.sentence_embedding.data, one.sentence_embedding.shape[1] ?? 0);
      for (const [b, vector] of poolCase(one).entries())
        expectNear(vector, expected[b], `${one.name}, ${golden.rows[b]}`);
    }
  });

  it('on the last hidden states of a checkpoint', async () => {
    expect(golden.end_to_end.length).toBeGreaterThan(5);
    for (const { checkpoint, case: name, pooling_mode, normalize, sentence_embedding } of golden.end_to_end) {
      const found = (await goldenCases(checkpoint)).find((one) => one.name === name);
      const { shape = [], data = [] } = found?.outputs.get('last_hidden_state') ?? {};
      const [, length = 0, width = 0] = shape;
      const expected = rows(sentence_embedding.data, width);
      for (const [b, flat] of rows(data, length * width).entries()) {
        const mask = found?.inputs.attentionMask?.[b] ?? new Array<number>(length).fill(1);
        const vector = pool(pooling_mode as LinearPooling | 'max', rows(flat, width), mask);
        expectNear(
          normalize ? normalized(vector) : vector,
          expected[b],
          `${checkpoint}, ${name}, ${pooling_mode}, ${b}`,
        );
      }
    }
  });
});

describe('the weights of a pooling', () => {
  it.each<[LinearPooling, mask: number[], weights: number[]]>([
    ['cls', [0, 1, 1], [1, 0, 0]],
    ['mean', [1, 0, 1], [0.5, 0, 0.5]],
    ['mean_sqrt_len', [1, 1, 1, 1, 0], [0.5, 0.5, 0.5, 0.5, 0]],
    ['weighted_mean', [1, 0, 1], [0.25, 0, 0.75]],
    ['last_token', [1, 1, 0], [0, 1, 0]],
  ])('%s of %j are %j', (pooling, mask, weights) => {
    expect(Array.from(poolingWeights(pooling, mask))).toEqual(weights);
    expect(Array.from(poolingWeights(pooling, Float32Array.from(mask)))).toEqual(weights);
  });

  it.each(LINEAR_POOLINGS)('%s of no tokens are none', (pooling) => {
    expect(poolingWeights(pooling, [])).toHaveLength(0);
  });
});
