/** A probability as it is shown: `93.1 %`, `< 0.1 %`. */
export function percent(probability: number): string {
  return probability < 0.0005 ? '< 0.1 %' : `${(100 * probability).toFixed(1)} %`;
}
