import type { Array32, Feed } from '../session.js';
import type { Sequence } from './sequence.js';

/** Asks for the most likely tokens at places of a sequence. */
export interface TokenQuery extends Sequence {
  readonly kind: 'tokens';
  /** At least one. */
  readonly places: readonly number[];
  /** How many tokens a place, at most the size of the vocabulary. */
  readonly top: number;
  /** Token ids to be scored, for each place as many. */
  readonly targets?: readonly (readonly number[])[];
}

/** What the model thinks of one place. Log-probabilities are natural, over the whole vocabulary. */
export interface TokenRow {
  /** [top], best first */
  readonly ids: Int32Array;
  readonly logprobs: Float32Array;
  /** [targets of this place] */
  readonly targetLogprobs: Float32Array;
  /** In nats. */
  readonly entropy: number;
}

export const TOKEN_OUTPUTS = ['topk_ids', 'topk_logprobs', 'target_logprobs', 'entropy'];

/**
 * Inputs of the token head (checkpoint/heads.ts); without queries it is switched off. There is one row at least: an
 * empty `rows` ends the process on the CPU provider.
 * @param length of the padded sequences
 */
export function tokenFeeds(batch: readonly TokenQuery[], length: number): Record<string, Feed> {
  const rows = batch.flatMap(({ places }, b) => places.map((place) => b * length + place));
  const targets = batch.flatMap((query) => query.places.map((_, i) => query.targets?.[i] ?? []));
  const count = Math.max(1, rows.length);
  const width = Math.max(1, ...targets.map((ids) => ids.length));
  const padded = new Int32Array(count * width);
  targets.forEach((ids, row) => {
    padded.set(ids, row * width);
  });
  return {
    want_tokens: rows.length > 0,
    rows: { shape: [count], data: rows.length > 0 ? Int32Array.from(rows) : new Int32Array(1) },
    k: { shape: [1], data: BigInt64Array.of(BigInt(Math.max(1, ...batch.map(({ top }) => top)))) },
    targets: { shape: [count, width], data: padded },
  };
}

/** @returns for each query, a row for each of its places */
export function tokenAnswers(batch: readonly TokenQuery[], outputs: ReadonlyMap<string, Array32>): TokenRow[][] {
  const ids = outputs.get('topk_ids')?.data as Int32Array;
  const logprobs = outputs.get('topk_logprobs')?.data as Float32Array;
  const targetLogprobs = outputs.get('target_logprobs')?.data as Float32Array;
  const entropy = outputs.get('entropy')?.data as Float32Array;
  const k = ids.length / entropy.length;
  const width = targetLogprobs.length / entropy.length;
  let row = 0;
  return batch.map(({ places, top, targets }) =>
    places.map((_, i) => {
      const answer = {
        ids: ids.slice(row * k, row * k + top),
        logprobs: logprobs.slice(row * k, row * k + top),
        targetLogprobs: targetLogprobs.slice(row * width, row * width + (targets?.[i]?.length ?? 0)),
        entropy: entropy[row] as number,
      };
      row += 1;
      return answer;
    }),
  );
}
