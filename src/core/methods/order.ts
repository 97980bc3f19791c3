/**
 * Which of the open masks is filled next.
 * @param entropies of the model's distributions at them, from left to right, in nats
 * @returns the probability of each choice, by index into `entropies`; they sum to 1
 */
export type Order = (entropies: readonly number[]) => readonly (readonly [index: number, probability: number])[];

export const leftToRight: Order = () => [[0, 1]];

/**
 * The surest first, by chance: of the `count` masks with the least entropy H, one with a probability proportional to
 * exp(-H / temperature).
 */
export function surestFirst(count: number, temperature: number): Order {
  return (entropies) => {
    const surest = [...entropies.entries()].sort(([, a], [, b]) => a - b).slice(0, count);
    const least = surest[0]?.[1] ?? 0;
    const weights = surest.map(([, entropy]) => Math.exp((least - entropy) / temperature));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return surest.map(([index], i) => [index, (weights[i] as number) / total]);
  };
}
