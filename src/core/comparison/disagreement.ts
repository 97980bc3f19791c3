import { pairAt } from './condensed.js';

/** Two sentences that some methods find alike and others do not. */
export interface Disagreement {
  readonly i: number;
  readonly j: number;
  /** Numbers of the methods that give the highest and the lowest percentile. */
  readonly highest: number;
  readonly lowest: number;
  /** Between those two, in percentiles. */
  readonly gap: number;
}

/**
 * The pairs on which methods differ most: by percentile, since a cosine of one method cannot be compared with that of
 * another.
 * @param percentiles by method: 0 ... 100 for each pair (condensed.ts); at least two methods
 * @param most how many pairs to give, the largest gap first
 */
export function disagreements(percentiles: readonly ArrayLike<number>[], size: number, most: number): Disagreement[] {
  const pairs = percentiles[0]?.length ?? 0;
  const gaps = new Float64Array(pairs);
  for (let p = 0; p < pairs; p++) {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (const values of percentiles) {
      low = Math.min(low, values[p] as number);
      high = Math.max(high, values[p] as number);
    }
    gaps[p] = high - low;
  }
  return largest(gaps, most).map((p) => {
    const values = percentiles.map((method) => method[p] as number);
    const [i, j] = pairAt(p, size);
    return {
      ...{ i, j },
      highest: values.indexOf(Math.max(...values)),
      lowest: values.indexOf(Math.min(...values)),
      gap: gaps[p] as number,
    };
  });
}

/** Places of the `count` largest values, largest first, equal ones in order. */
function largest(values: Float64Array, count: number): number[] {
  const kept: number[] = [];
  values.forEach((value, place) => {
    if (kept.length === count && value <= (values[kept.at(-1) as number] as number)) return;
    let at = kept.length;
    while (at > 0 && (values[kept[at - 1] as number] as number) < value) at -= 1;
    kept.splice(at, 0, place);
    if (kept.length > count) kept.pop();
  });
  return kept;
}
