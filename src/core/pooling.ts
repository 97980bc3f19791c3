/**
 * Poolings that are weighted sums over tokens: one row of weights each, so that a graph needs a single matrix product
 * for all of them. Definitions as in sentence_transformers/models/Pooling.py. Max pooling is not one of them.
 */
export const LINEAR_POOLINGS = ['cls', 'mean', 'mean_sqrt_len', 'weighted_mean', 'last_token'] as const;
export type LinearPooling = (typeof LINEAR_POOLINGS)[number];

/**
 * @param mask 1 for each token that takes part, 0 for padding and for what is left out
 * @returns weights, one a token; all 0 when no token takes part
 */
export function poolingWeights(pooling: LinearPooling, mask: ArrayLike<number>): Float32Array {
  const weights = new Float32Array(mask.length);
  const taken: number[] = [];
  for (let place = 0; place < mask.length; place++) if ((mask[place] as number) > 0) taken.push(place);
  const weigh = (places: readonly number[], weight: (place: number) => number) => {
    for (const place of places) weights[place] = weight(place);
  };
  switch (pooling) {
    case 'cls':
      weigh([0], () => 1);
      break;
    case 'last_token':
      weigh(taken.slice(-1), () => 1);
      break;
    case 'mean':
      weigh(taken, () => 1 / taken.length);
      break;
    case 'mean_sqrt_len':
      weigh(taken, () => 1 / Math.sqrt(taken.length));
      break;
    case 'weighted_mean': {
      const total = taken.reduce((sum, place) => sum + place + 1, 0);
      weigh(taken, (place) => (place + 1) / total);
    }
  }
  return weights;
}
