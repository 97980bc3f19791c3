import type { TokenQuery } from '../core/maskedModel.js';
import { poolingWeights } from '../core/pooling.js';
import { SELF_TEST_TEXTS } from '../core/selfTestText.js';
import type { SelfTest } from '../protocol/engine.js';
import type { Tokenizer } from '../tokenizer/tokenizer.js';
import type { Ask } from './maskedModel.js';
import type { PooledStates, PoolQuery } from './queries/pool.js';

/** Each text is masked so often, each time another token in so many, so that every token is masked once. */
const MASK_EVERY = 4;
const TIMED_RUNS = 5;

/** What the model makes of fixed texts (core/selfTestText.ts), and the time that one mask takes. */
export async function selfTest(
  model: { tokenizer: Tokenizer; layers: number; maxTokens: number; canFill: boolean },
  askTokens: Ask,
  askPool: (queries: readonly PoolQuery[]) => Promise<PooledStates[]>,
): Promise<SelfTest> {
  const encodings = await Promise.all(SELF_TEST_TEXTS.map((text) => model.tokenizer.encode(text)));
  const all = encodings
    .filter(({ ids }) => ids.length <= model.maxTokens)
    .map(({ ids, types, sequences: from }) => ({ ids, types, content: [...from.keys()].filter((i) => from[i] === 0) }));
  const known = all.filter(({ ids, content }) => knownShare(ids, content, model.tokenizer) > 0.8);
  const sequences = known.length > 0 ? known : all;

  const pools = sequences.map(({ ids, types }): PoolQuery => {
    const mean = poolingWeights('mean', new Float32Array(ids.length).fill(1));
    return { kind: 'pool', layers: 'last', ids, types, weights: [mean], maxMasks: [] };
  });
  const maskId = model.canFill ? model.tokenizer.mask?.id : undefined;
  const masked = maskId === undefined ? [] : sequences.flatMap((sequence) => maskInTurn(sequence, maskId));

  const rows = (await askTokens(masked)).flat();
  const states = await askPool(pools);
  const times: number[] = [];
  for (let i = 0; i < TIMED_RUNS; i++) {
    const start = performance.now();
    if (masked[0]) await askTokens([masked[0]]);
    else await askPool(pools.slice(0, 1));
    times.push(performance.now() - start);
  }
  return {
    topIds: Int32Array.from(rows, ({ ids }) => ids[0] as number),
    topLogprobs: Float32Array.from(rows, ({ logprobs }) => logprobs[0] as number),
    vectors: states.map(({ linear }) => linear.at(-1)?.[0] as Float32Array),
    milliseconds: times.sort((a, b) => a - b)[TIMED_RUNS >> 1] as number,
  };
}

/** Share of the tokens that stand for text: a text in a language that the model does not know tests nothing. */
function knownShare(ids: Int32Array, content: readonly number[], tokenizer: Tokenizer): number {
  const known = content.filter((i) => tokenizer.vocabulary.piece(ids[i] as number)?.role !== 'special');
  return known.length / Math.max(1, content.length);
}

function maskInTurn(sequence: { ids: Int32Array; types: Int32Array; content: number[] }, maskId: number): TokenQuery[] {
  const { ids, types, content } = sequence;
  return Array.from({ length: Math.min(MASK_EVERY, content.length) }, (_, turn) => {
    const places = content.filter((_place, i) => i % MASK_EVERY === turn);
    const masked = ids.map((id, i) => (places.includes(i) ? maskId : id));
    return { ids: masked, types, places, top: 1 };
  });
}
