/** What one token has of a sentence's vector. */
export interface Contribution {
  /** Its weight in the mean: the same for all that take part. */
  readonly meanWeight: number;
  /** Its weight in the position-weighted mean. */
  readonly weightedWeight: number;
  /** Its share of the mean vector's length: how much of that vector points its way. They sum to 1; one may be negative. */
  readonly meanShare: number;
  /** Share of the coordinates of which it has the maximum. They sum to 1; of equal values, the first counts. */
  readonly maxShare: number;
}

/** A token with its text. */
export interface TokenContribution extends Contribution {
  readonly text: string;
  /** It was added by the tokenizer, as [CLS] and [SEP] are. */
  readonly isSpecial: boolean;
}

/**
 * What each token of a sentence contributes to its pooled vectors.
 * @param states hidden states [S][H] of the tokens that are pooled, special ones included where they take part
 */
export function contributions(states: readonly ArrayLike<number>[]): Contribution[] {
  const count = states.length;
  const hidden = states[0]?.length ?? 0;
  const mean = new Float64Array(hidden);
  const wins = new Float64Array(count);
  for (let h = 0; h < hidden; h++) {
    let winner = 0;
    for (let t = 0; t < count; t++) {
      const value = states[t]?.[h] as number;
      mean[h] = (mean[h] as number) + value / count;
      if (value > (states[winner]?.[h] as number)) winner = t;
    }
    wins[winner] = (wins[winner] as number) + 1;
  }
  const square = mean.reduce((sum, value) => sum + value * value, 0);
  const positions = (count * (count + 1)) / 2;
  return states.map((state, t) => ({
    meanWeight: 1 / count,
    weightedWeight: (t + 1) / positions,
    meanShare: mean.reduce((sum, value, h) => sum + value * (state[h] as number), 0) / (count * square),
    maxShare: (wins[t] as number) / hidden,
  }));
}
