import type { Array32, Feed } from '../session.js';
import type { Sequence } from './sequence.js';

/** Asks for pooled states of all layers. */
export interface PoolQuery extends Sequence {
  readonly kind: 'pool';
  /** P rows of S weights (core/pooling.ts). */
  readonly weights: readonly Float32Array[];
  /** M rows of S zeros and ones: the tokens that take part in max pooling. */
  readonly maxMasks: readonly Float32Array[];
}

/** Vectors [H] by layer 0..N and row. */
export interface PooledStates {
  /** [N+1][P] */
  readonly linear: readonly (readonly Float32Array[])[];
  /** [N+1][M] */
  readonly max: readonly (readonly Float32Array[])[];
}

export const POOL_OUTPUTS = ['pooled', 'pooled_max'];

/**
 * Inputs of pooling (checkpoint/heads.ts); without queries it is switched off.
 * @param batch queries with the same number of rows
 * @param size B
 * @param length of the padded sequences
 */
export function poolFeeds(batch: readonly PoolQuery[], size: number, length: number): Record<string, Feed> {
  return {
    want_pooled: batch.length > 0,
    want_max: batch.some(({ maxMasks }) => maxMasks.length > 0),
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

export function poolAnswers(batch: readonly PoolQuery[], outputs: ReadonlyMap<string, Array32>): PooledStates[] {
  return batch.map(({ weights, maxMasks }, b) => ({
    linear: unstack(outputs.get('pooled') as Array32, b, weights.length),
    max: unstack(outputs.get('pooled_max') as Array32, b, maxMasks.length),
  }));
}

/** From [N+1, B, rows, H], what belongs to the sequence `b`. */
function unstack({ shape, data }: Array32, b: number, wanted: number): Float32Array[][] {
  const [layers, size, rows, hidden] = shape as [number, number, number, number];
  return Array.from({ length: layers }, (_, layer) =>
    Array.from({ length: wanted }, (_, row) => {
      const from = ((layer * size + b) * rows + row) * hidden;
      return (data as Float32Array).slice(from, from + hidden);
    }),
  );
}
