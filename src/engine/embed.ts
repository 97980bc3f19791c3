import type { EmbedParams } from '../protocol/engine.js';
import { type AskPool, type PoolingModel, poolStates } from './poolStates.js';

/** One pooled state [H] a text. @throws ClozeError `bad-request` for a layer that the model does not have */
export async function embed(
  { texts, layer, pooling, withSpecialTokens }: EmbedParams,
  model: PoolingModel,
  ask: AskPool,
): Promise<Float32Array[]> {
  const pooled = await poolStates(texts, [{ pooling, layer, bare: !withSpecialTokens }], model, ask);
  return pooled.map(({ states }) => states[0] as Float32Array);
}
