import { ClozeError } from '../core/errors.js';
import type { Encoding } from '../core/maskedModel.js';
import { poolingWeights } from '../core/pooling.js';
import type { EmbedParams } from '../protocol/engine.js';
import type { Tokenizer } from '../tokenizer/tokenizer.js';
import type { PooledStates, PoolQuery } from './queries/pool.js';

/** So many texts are made queries at a time: enough to find some of one length, few enough to hold in memory. */
const SLICE = 256;

/**
 * One vector [H] a text.
 * @throws ClozeError `bad-request` for a layer that the model does not have
 */
export async function embed(
  params: EmbedParams,
  model: { tokenizer: Tokenizer; layers: number; maxTokens: number },
  ask: (queries: readonly PoolQuery[]) => Promise<PooledStates[]>,
): Promise<Float32Array[]> {
  const { texts, layer, pooling } = params;
  if (!Number.isInteger(layer) || layer < 0 || layer > model.layers) {
    throw new ClozeError('bad-request', `The model has the layers 0 to ${model.layers}, not ${layer}.`);
  }
  const vectors: Float32Array[] = [];
  for (let i = 0; i < texts.length; i += SLICE) {
    const encodings = await model.tokenizer.encodeAll(texts.slice(i, i + SLICE));
    const states = await ask(
      encodings.map((encoding) => queryOf(shorten(encoding, model.maxTokens), params, layer === model.layers)),
    );
    const found = states.map(({ linear, max }) => (pooling === 'max' ? max : linear));
    vectors.push(
      ...found.map((layers) => (layer === model.layers ? layers.at(-1) : layers[layer])?.[0] as Float32Array),
    );
  }
  return vectors;
}

function queryOf(
  { ids, types, sequences }: Pick<Encoding, 'ids' | 'types' | 'sequences'>,
  { pooling, withSpecialTokens }: EmbedParams,
  lastLayer: boolean,
): PoolQuery {
  const mask = Float32Array.from(sequences, (sequence) => (withSpecialTokens || sequence !== undefined ? 1 : 0));
  return {
    kind: 'pool',
    layers: lastLayer ? 'last' : 'all',
    ids,
    types,
    weights: pooling === 'max' ? [] : [poolingWeights(pooling, mask)],
    maxMasks: pooling === 'max' ? [mask] : [],
  };
}

/** Leaves out the last tokens of the text, keeping the special one behind them. */
function shorten({ ids, types, sequences }: Encoding, maxTokens: number) {
  const excess = Math.max(0, ids.length - maxTokens);
  const end = sequences.findLastIndex((sequence) => sequence !== undefined) + 1;
  const keep = (_: unknown, i: number) => i < end - excess || i >= end;
  return { ids: ids.filter(keep), types: types.filter(keep), sequences: sequences.filter(keep) };
}
