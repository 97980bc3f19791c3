import { ClozeError } from '../../core/errors.js';
import type { Sequence } from '../../core/maskedModel.js';
import type { Array32, Feed } from '../session.js';

/** Asks for pooled states. */
export interface PoolQuery extends Sequence {
  readonly kind: 'pool';
  /** Of the last layer alone, which is cheaper, or of all. */
  readonly layers: 'last' | 'all';
  /** P rows of S weights (core/pooling.ts). */
  readonly weights: readonly Float32Array[];
  /** M rows of S zeros and ones: the tokens that take part in max pooling. */
  readonly maxMasks: readonly Float32Array[];
  /** Ask also for the pooler, which the model must have. */
  readonly pooler?: boolean;
}

/** Vectors [H] by layer and row: of the layers 0 ... N, or of the layer N alone. */
export interface PooledStates {
  /** [N+1 or 1][P] */
  readonly linear: readonly (readonly Float32Array[])[];
  /** [N+1 or 1][M] */
  readonly max: readonly (readonly Float32Array[])[];
  /** [H], when it was asked for. */
  readonly pooler?: Float32Array;
}

export const POOL_OUTPUTS = ['pooled', 'pooled_below', 'pooled_max', 'pooled_max_below'];

/**
 * Inputs of pooling and of the pooler (checkpoint/heads.ts); without queries they are switched off.
 * @param batch queries with the same number of rows
 * @param size B
 * @param length of the padded sequences
 */
export function poolFeeds(batch: readonly PoolQuery[], size: number, length: number): Record<string, Feed> {
  return {
    want_pooled: batch.length > 0,
    want_all_layers: batch.some(({ layers }) => layers === 'all'),
    want_max: batch.some(({ maxMasks }) => maxMasks.length > 0),
    want_pair: wantsPooler(batch),
    pool_weights: stack(
      batch.map(({ weights }) => weights),
      size,
      length,
    ),
    max_mask: stack(
      batch.map(({ maxMasks }) => maxMasks),
      size,
      length,
    ),
  };
}

/** The outputs to fetch for a batch. */
export function poolOutputs(batch: readonly PoolQuery[]): string[] {
  return wantsPooler(batch) ? [...POOL_OUTPUTS, 'pooler'] : [...POOL_OUTPUTS];
}

function wantsPooler(batch: readonly PoolQuery[]): boolean {
  return batch.some(({ pooler }) => pooler === true);
}

/** [B][rows][S] -> [B, rows, length]; one row of zeros where there are none. */
function stack(batch: readonly (readonly Float32Array[])[], size: number, length: number): Feed {
  const rows = Math.max(1, batch[0]?.length ?? 0);
  const data = new Float32Array(size * rows * length);
  batch.forEach((own, b) => {
    own.forEach((values, r) => {
      data.set(values, (b * rows + r) * length);
    });
  });
  return { shape: [size, rows, length], data };
}

/** @throws ClozeError `bad-checkpoint` when the model gives no numbers */
export function poolAnswers(batch: readonly PoolQuery[], outputs: ReadonlyMap<string, Array32>): PooledStates[] {
  const unstack = (name: string, b: number, wanted: number) =>
    vectors(outputs.get(name) as Array32, b, batch.length, wanted);
  const poolers = outputs.get('pooler');
  return batch.map(({ weights, maxMasks }, b) => ({
    linear: [...unstack('pooled_below', b, weights.length), ...unstack('pooled', b, weights.length)],
    max: [...unstack('pooled_max_below', b, maxMasks.length), ...unstack('pooled_max', b, maxMasks.length)],
    ...(poolers && { pooler: finite(row(poolers, b)) }),
  }));
}

/** From [B, H], that of the sequence `b`. */
function row({ shape, data }: Array32, b: number): Float32Array {
  const hidden = shape[1] as number;
  return (data as Float32Array).slice(b * hidden, (b + 1) * hidden);
}

/** From [layers, B, rows, H], what belongs to the sequence `b`; nothing from what was not computed. */
function vectors({ shape, data }: Array32, b: number, size: number, wanted: number): Float32Array[][] {
  const [layers, , rows, hidden] = shape as [number, number, number, number];
  return Array.from({ length: layers }, (_, layer) =>
    Array.from({ length: wanted }, (_, row) => {
      const from = ((layer * size + b) * rows + row) * hidden;
      return finite((data as Float32Array).slice(from, from + hidden));
    }),
  );
}

function finite(vector: Float32Array): Float32Array {
  if (vector.every(Number.isFinite)) return vector;
  throw new ClozeError('bad-checkpoint', 'What the model computes is not a number: its weights are damaged.');
}
