import type { Sequence } from '../../core/maskedModel.js';
import type { Feed } from '../session.js';

/** The encoder's inputs for a batch, padded on the right to `length`, and where each sequence begins. */
export function sequenceFeeds(batch: readonly Sequence[], length: number): Record<string, Feed> {
  const shape = [batch.length, length];
  const inputIds = new Int32Array(batch.length * length);
  const tokenTypeIds = new Int32Array(batch.length * length);
  const attentionMask = new Float32Array(batch.length * length);
  batch.forEach(({ ids, types }, b) => {
    inputIds.set(ids, b * length);
    tokenTypeIds.set(types, b * length);
    attentionMask.fill(1, b * length, b * length + ids.length);
  });
  return {
    input_ids: { shape, data: inputIds },
    token_type_ids: { shape, data: tokenTypeIds },
    attention_mask: { shape, data: attentionMask },
    first: { shape: [batch.length, 1], data: Int32Array.from(batch, (_, b) => b * length) },
  };
}
