import { beforeAll, describe, expect, it } from 'vitest';
import { readCheckpoint } from '../../../src/checkpoint/checkpoint.js';
import { compileTasks } from '../../../src/checkpoint/compile.js';
import type { Sequence, TokenRow } from '../../../src/core/maskedModel.js';
import { LINEAR_POOLINGS, poolingWeights } from '../../../src/core/pooling.js';
import { POOL_OUTPUTS, type PooledStates, type PoolQuery, poolFeeds } from '../../../src/engine/queries/pool.js';
import { sequenceFeeds } from '../../../src/engine/queries/sequence.js';
import { type QueuedTokens, TOKEN_OUTPUTS, tokenFeeds } from '../../../src/engine/queries/tokens.js';
import { type Feed, Session } from '../../../src/engine/session.js';
import type { TensorData } from '../../../src/protocol/engine.js';
import {
  copyGolden,
  difference,
  type GoldenName,
  goldenCases,
  goldenFolder,
  openForInspection,
  readGolden,
  writeCheckpoint,
} from '../../support/checkpoints.js';
import { f32 } from '../../support/half-precision.js';

type Opened = Awaited<ReturnType<typeof openForInspection>>;

const sequence = (length: number, seed: number): Sequence => ({
  ids: Int32Array.from({ length }, (_, i) => (i * 37 + seed * 11 + 2) % 90),
  types: Int32Array.from({ length }, (_, i) => (i > length / 2 ? 1 : 0)),
});
/** Of different lengths, up to the longest that the model takes. */
const SEQUENCES = [sequence(7, 1), sequence(24, 2), sequence(1, 3), sequence(12, 4)];

const inspectAlone = ({ inspect }: Opened, { ids, types }: Sequence) =>
  inspect({ inputIds: [[...ids]], tokenTypeIds: [[...types]] });

/** Log-probabilities and entropy of a row of logits, in double precision. */
function distribution(logits: readonly number[]) {
  const highest = Math.max(...logits);
  const total = Math.log(logits.reduce((sum, x) => sum + Math.exp(x - highest), 0)) + highest;
  const logprobs = logits.map((x) => x - total);
  return { logprobs, entropy: -logprobs.reduce((sum, x) => sum + (x > -700 ? Math.exp(x) * x : 0), 0) };
}

const near = (got: number | undefined, expected: number | undefined) =>
  expect(Math.abs(Number(got) - Number(expected)), `${got}, should be ${expected}`).toBeLessThanOrEqual(1e-5);

/** @param row what was answered when `top` tokens were asked for */
function expectRow(row: TokenRow | undefined, logits: readonly number[], top: number, targets: readonly number[]) {
  const { logprobs, entropy } = distribution(logits);
  const best = logprobs.toSorted((a, b) => b - a);
  expect(row?.ids).toHaveLength(top);
  expect(new Set(row?.ids).size).toBe(top);
  for (const [i, id] of row?.ids.entries() ?? []) {
    near(row?.logprobs[i], best[i]);
    near(row?.logprobs[i], logprobs[id]);
  }
  expect(row?.targetLogprobs).toHaveLength(targets.length);
  for (const [i, id] of targets.entries()) near(row?.targetLogprobs[i], logprobs[id]);
  near(row?.entropy, entropy);
}

const tokenQueries = SEQUENCES.map((own, i): QueuedTokens => {
  const places = [0, own.ids.length - 1, own.ids.length >> 1].slice(0, i + 1);
  const targets = places.map((place) => [0, 89, 7, 7].slice(0, (place + i) % 5));
  return { kind: 'tokens', ...own, places, top: [5, 90, 1, 8][i] as number, ...(i !== 1 && { targets }) };
});

/** Poolings of all tokens and of those between the first and the last. */
const poolQueries = SEQUENCES.map((own): PoolQuery => {
  const masks = [0, 1].map((edge) => own.ids.map((_, i) => (i >= edge && i < own.ids.length - edge ? 1 : 0)));
  return {
    kind: 'pool',
    layers: 'all',
    ...own,
    weights: masks.flatMap((mask) => LINEAR_POOLINGS.map((pooling) => poolingWeights(pooling, mask))),
    maxMasks: masks.map((mask) => Float32Array.from(mask)),
  };
});

describe.each(['bert', 'albert'] as const)('the task graph of %s', (name) => {
  let opened: Opened;
  let session: Session;
  beforeAll(async () => {
    opened = await openForInspection(goldenFolder(name));
    const { architecture, weightsFolder } = await readCheckpoint(goldenFolder(name));
    session = await Session.load(compileTasks(architecture), weightsFolder, { device: 'cpu' });
  });

  it('ranks and scores tokens by the full logits', async () => {
    const answers = (await opened.model.run(tokenQueries)) as TokenRow[][];
    for (const [i, query] of tokenQueries.entries()) {
      const logits = (await inspectAlone(opened, query)).get('token_logits') as TensorData;
      const [, , size] = logits.shape as [number, number, number];
      expect(answers[i]).toHaveLength(query.places.length);
      for (const [j, place] of query.places.entries()) {
        const row = Array.from(logits.data.subarray(place * size, (place + 1) * size));
        expectRow(answers[i]?.[j], row, query.top, query.targets?.[j] ?? []);
      }
    }
  });

  it('pools the hidden states of all layers', async () => {
    const answers = (await opened.model.run(poolQueries)) as PooledStates[];
    for (const [i, query] of poolQueries.entries()) {
      const outputs = await inspectAlone(opened, query);
      expect(answers[i]?.linear).toHaveLength(4);
      expect(answers[i]?.max).toHaveLength(4);
      for (let layer = 0; layer < 4; layer++) {
        const { data } = outputs.get(`hidden_states.${layer}`) as TensorData;
        const over = (use: (column: number[]) => number) =>
          Array.from({ length: 32 }, (_, h) => use(Array.from(query.ids, (_, t) => Number(data[t * 32 + h]))));
        for (const [row, weights] of query.weights.entries()) {
          const sums = over((column) => column.reduce((sum, x, t) => sum + x * Number(weights[t]), 0));
          for (const [h, value] of sums.entries()) near(answers[i]?.linear[layer]?.[row]?.[h], value);
        }
        for (const [row, mask] of query.maxMasks.entries()) {
          const highest = over((column) => Math.max(...column.map((x, t) => (mask[t] === 1 ? x : -1e9))));
          for (const [h, value] of highest.entries()) near(answers[i]?.max[layer]?.[row]?.[h], value);
        }
      }
    }
  });

  it('gives the same answers alone and beside longer sequences', async () => {
    const tokens = (await opened.model.run(tokenQueries)) as TokenRow[][];
    const pooled = (await opened.model.run(poolQueries)) as PooledStates[];
    for (const [i, query] of tokenQueries.entries()) {
      const [alone] = (await opened.model.run([query])) as TokenRow[][];
      for (const [j, row] of alone?.entries() ?? []) {
        const beside = tokens[i]?.[j];
        for (const [k, value] of row.logprobs.entries()) near(beside?.logprobs[k], value);
        for (const [k, value] of row.targetLogprobs.entries()) near(beside?.targetLogprobs[k], value);
        near(beside?.entropy, row.entropy);
      }
    }
    for (const [i, query] of poolQueries.entries()) {
      const [alone] = (await opened.model.run([query])) as PooledStates[];
      expect(alone?.linear.flat().length).toBe(40);
      for (const key of ['linear', 'max'] as const) {
        const [one, other] = [alone?.[key].flat() ?? [], pooled[i]?.[key].flat() ?? []];
        for (const [j, vector] of one.entries()) {
          for (const [h, value] of vector.entries()) near(other[j]?.[h], value);
        }
      }
    }
  });

  const sizes = async (tokens: QueuedTokens[], pools: PoolQuery[], more: Record<string, Feed> = {}) => {
    const batch = [...tokens, ...pools];
    const length = Math.max(...batch.map(({ ids }) => ids.length));
    const feeds: Record<string, Feed> = {
      ...sequenceFeeds(batch, length),
      ...tokenFeeds(tokens, batch.length, length),
      ...poolFeeds(pools, batch.length, length),
    };
    const outputs = await session.run({ ...feeds, ...more }, session.outputs);
    return Object.fromEntries(Array.from(outputs, ([output, { data }]) => [output, data.length]));
  };
  const none = (outputs: string[]) => Object.fromEntries(outputs.map((output) => [output, 0]));

  it('does not compute what a gate shuts off', async () => {
    const tokens = { topk_ids: 90, topk_logprobs: 90, target_logprobs: 1, entropy: 1 };
    const pooled = { pooled: 10 * 32, pooled_below: 3 * 10 * 32, pooled_max: 2 * 32, pooled_max_below: 3 * 2 * 32 };
    const pair = { pooler: 32, pair_logits: 2 };
    const [noTokens, noPooled, noPair] = [none(TOKEN_OUTPUTS), none(POOL_OUTPUTS), none(Object.keys(pair))];
    const query = { ...(tokenQueries[1] as QueuedTokens), places: [3] };
    expect(await sizes([query], [])).toEqual({ ...tokens, ...noPooled, ...noPair });
    expect(await sizes([], poolQueries.slice(0, 1))).toEqual({ ...noTokens, ...pooled, ...noPair });
    const lastMean = { ...(poolQueries[0] as PoolQuery), layers: 'last', maxMasks: [] } as const;
    expect(await sizes([], [lastMean])).toEqual({ ...noTokens, ...noPooled, pooled: 10 * 32, ...noPair });
    const withPair = { ...sequenceFeeds([query], query.ids.length), want_pair: true };
    expect(await sizes([query], [], withPair)).toEqual({ ...tokens, ...noPooled, ...pair });
  });

  it('judges pairs and pools first tokens as transformers does', async () => {
    for (const { inputs, outputs } of await goldenCases(name)) {
      const [batch, length] = [inputs.inputIds.length, inputs.inputIds[0]?.length ?? 0];
      const given = (rows: readonly (readonly number[])[] | undefined, missing: number) =>
        rows?.flat() ?? new Array<number>(batch * length).fill(missing);
      const shape = [batch, length];
      const feeds = {
        input_ids: { shape, data: Int32Array.from(given(inputs.inputIds, 0)) },
        token_type_ids: { shape, data: Int32Array.from(given(inputs.tokenTypeIds, 0)) },
        attention_mask: { shape, data: Float32Array.from(given(inputs.attentionMask, 1)) },
        first: { shape: [batch, 1], data: Int32Array.from({ length: batch }, (_, b) => b * length) },
        ...tokenFeeds([], batch, length),
        ...poolFeeds([], batch, length),
        want_pair: true,
      };
      const got = (await session.run(feeds, ['pooler', 'pair_logits'])) as Map<string, TensorData>;
      const logits = outputs.get(name === 'bert' ? 'seq_relationship_logits' : 'sop_logits');
      expect(difference(got.get('pooler'), outputs.get('pooler_output'))).toBeLessThanOrEqual(5e-5);
      expect(difference(got.get('pair_logits'), logits)).toBeLessThanOrEqual(5e-5);
    }
  });
});

describe('token scores', () => {
  const low = new Array<number>(96).fill(0);
  it.each<[string, number[]]>([
    ['equal, all of them', low],
    ['one far above the others', low.with(5, 1e4)],
    ['two alike, far above the others', low.with(5, 300).with(90, 300)],
    ['large, of either sign', low.map((_, i) => (i - 48) * 1e3)],
    ['all far below 0', low.map((_, i) => -1e5 - i / 8)],
  ])('are right for logits that are %s', async (_, bias) => {
    const { config, tensors } = await readGolden('bert');
    const nothing = f32([32], new Float32Array(32));
    for (const part of ['weight', 'bias']) tensors.set(`cls.predictions.transform.LayerNorm.${part}`, nothing);
    tensors.set('cls.predictions.bias', f32([96], bias));
    const { model } = await openForInspection(await writeCheckpoint(config, tensors));
    const query = { kind: 'tokens', ...sequence(3, 0), places: [1], top: 96, targets: [[5, 0, 95]] } as const;
    const [[row] = []] = (await model.run([query])) as TokenRow[][];
    expectRow(row, bias, 96, [5, 0, 95]);
  });
});

const compiled = async (folder: string) => compileTasks((await readCheckpoint(folder)).architecture);

it('a checkpoint without a head has no inputs or outputs for tokens', async () => {
  const folder = goldenFolder('bert-model');
  const session = await Session.load(await compiled(folder), folder, { device: 'cpu' });
  const encoder = ['input_ids', 'token_type_ids', 'attention_mask'];
  const heads = ['want_pooled', 'want_all_layers', 'want_max', 'pool_weights', 'max_mask', 'want_pair', 'first'];
  expect(session.inputs.toSorted()).toEqual([...encoder, ...heads].toSorted());
  expect(session.outputs.toSorted()).toEqual([...POOL_OUTPUTS, 'pooler'].toSorted());
});

it.each<GoldenName>(['bert', 'albert', 'bert-model'])(
  '%s compiles to the same bytes, wherever it lies',
  async (name) => {
    const bytes = await compiled(goldenFolder(name));
    expect(bytes.length).toBeGreaterThan(1000);
    expect(Buffer.compare(bytes, await compiled(goldenFolder(name)))).toBe(0);
    expect(Buffer.compare(bytes, await compiled(await copyGolden(name)))).toBe(0);
  },
);

it.each<GoldenName>(['bert', 'albert'])('%s computes nearly the same in fp16', async (name) => {
  const { architecture, weightsFolder, sizes } = await readCheckpoint(goldenFolder(name));
  const sequences = [sequence(7, 1), sequence(4, 2)];
  const batch = sequences.map((it): QueuedTokens => ({ ...it, kind: 'tokens', places: [1, 2], top: 5 }));
  const pools = sequences.map((it): PoolQuery => {
    const ones = new Float32Array(it.ids.length).fill(1);
    return { ...it, kind: 'pool', layers: 'all', weights: [ones], maxMasks: [ones] };
  });
  const outputs = async (half: boolean) => {
    const session = await Session.load(compileTasks(architecture, { half }), weightsFolder, { device: 'cpu' });
    const tokens = { ...sequenceFeeds(batch, 7), ...tokenFeeds(batch, 2, 7), ...poolFeeds([], 2, 7) };
    const pooled = { ...sequenceFeeds(pools, 7), ...tokenFeeds([], 2, 7), ...poolFeeds(pools, 2, 7) };
    return new Map([
      ...(await session.run(tokens, ['topk_logprobs', 'entropy'])),
      ...(await session.run({ ...pooled, want_pair: true }, [...POOL_OUTPUTS, 'pooler', 'pair_logits'])),
    ]);
  };
  const [exact, half] = [await outputs(false), await outputs(true)];
  expect(exact.get('pooled_below')?.shape).toEqual([sizes.layers, 2, 1, sizes.hiddenSize]);
  for (const [output, expected] of exact) {
    const apart = difference(half.get(output) as TensorData, expected as TensorData);
    expect(apart, output).toBeLessThan(0.05);
    expect(apart, output).toBeGreaterThan(0);
  }
});
