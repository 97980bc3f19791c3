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
  const taken = Array.from<number, number>(mask, (value) => (value > 0 ? 1 : 0));
  const count = taken.reduce((sum, value) => sum + value, 0);
  const only = (place: number) => taken.map((_, i) => (i === place ? 1 : 0));
  switch (pooling) {
    case 'cls':
      return Float32Array.from(only(0));
    case 'last_token':
      return Float32Array.from(only(taken.lastIndexOf(1)));
    case 'mean':
      return scaled(taken, count);
    case 'mean_sqrt_len':
      return scaled(taken, Math.sqrt(count));
    case 'weighted_mean': {
      const rising = taken.map((value, i) => value * (i + 1));
      return scaled(
        rising,
        rising.reduce((sum, value) => sum + value, 0),
      );
    }
  }
}

function scaled(weights: readonly number[], total: number): Float32Array {
  return Float32Array.from(weights, (weight) => weight / Math.max(total, 1e-9));
}
