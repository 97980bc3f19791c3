/**
 * Generalised average precision of a ranking (Kishida 2005, "Property of Average Precision and its Generalization"), as
 * used for lexical substitution since Thater et al. 2010: the mean weight down to each item that has one, summed, by
 * the same sum of the best ranking there is.
 * @param weights of the items in their ranking, none negative
 * @returns of [0, 1]; NaN when no item has a weight
 */
export function averagePrecision(weights: readonly number[]): number {
  return gain(weights) / gain([...weights].sort((a, b) => b - a));
}

function gain(weights: readonly number[]): number {
  let total = 0;
  let sum = 0;
  for (const [i, weight] of weights.entries()) {
    sum += weight;
    if (weight > 0) total += sum / (i + 1);
  }
  return total;
}
