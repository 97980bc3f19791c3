import { ClozeError } from '../../core/errors.js';
import type { TokenQuery, TokenRow } from '../../core/maskedModel.js';
import type { Array32, Feed } from '../session.js';

/** A `TokenQuery` in the engine's queue. */
export interface QueuedTokens extends TokenQuery {
  readonly kind: 'tokens';
}

export const TOKEN_OUTPUTS = ['topk_ids', 'topk_logprobs', 'target_logprobs', 'entropy'];

/**
 * Inputs of the token head (checkpoint/heads.ts): M rows a sequence, padded with its first place. Without queries it is
 * switched off, but still gets a row each: empty `rows` end the process on the CPU provider.
 * @param size B
 * @param length of the padded sequences
 */
export function tokenFeeds(batch: readonly TokenQuery[], size: number, length: number): Record<string, Feed> {
  const perSequence = rowsPerSequence(batch);
  const width = Math.max(1, ...batch.flatMap(({ targets = [] }) => targets.map((ids) => ids.length)));
  const rows = Int32Array.from({ length: size * perSequence }, (_, row) => {
    const b = Math.trunc(row / perSequence);
    return b * length + (batch[b]?.places[row % perSequence] ?? 0);
  });
  const padded = new Int32Array(rows.length * width);
  batch.forEach(({ targets = [] }, b) => {
    targets.forEach((ids, i) => {
      padded.set(ids, (b * perSequence + i) * width);
    });
  });
  return {
    want_tokens: batch.length > 0,
    rows: { shape: [size, perSequence], data: rows },
    k: { shape: [1], data: BigInt64Array.of(BigInt(Math.max(1, ...batch.map(({ top }) => top)))) },
    targets: { shape: [rows.length, width], data: padded },
  };
}

/**
 * @returns for each query, a row for each of its places
 * @throws ClozeError `bad-checkpoint` when the model gives no numbers
 */
export function tokenAnswers(batch: readonly TokenQuery[], outputs: ReadonlyMap<string, Array32>): TokenRow[][] {
  const ids = outputs.get('topk_ids')?.data as Int32Array;
  const logprobs = outputs.get('topk_logprobs')?.data as Float32Array;
  const targetLogprobs = outputs.get('target_logprobs')?.data as Float32Array;
  const entropy = outputs.get('entropy')?.data as Float32Array;
  const k = ids.length / entropy.length;
  const width = targetLogprobs.length / entropy.length;
  if (entropy.some(Number.isNaN)) {
    throw new ClozeError('bad-checkpoint', 'What the model computes is not a number: its weights are damaged.');
  }
  const perSequence = rowsPerSequence(batch);
  return batch.map(({ places, top, targets }, b) =>
    places.map((_, i) => {
      const row = b * perSequence + i;
      return {
        ids: ids.slice(row * k, row * k + top),
        logprobs: logprobs.slice(row * k, row * k + top),
        targetLogprobs: targetLogprobs.slice(row * width, row * width + (targets?.[i]?.length ?? 0)),
        entropy: entropy[row] as number,
      };
    }),
  );
}

function rowsPerSequence(batch: readonly TokenQuery[]): number {
  return Math.max(1, ...batch.map(({ places }) => places.length));
}
