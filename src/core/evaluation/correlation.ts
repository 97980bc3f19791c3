import { type BootstrapOptions, bootstrapCounts, type Estimate } from './bootstrap.js';

/** Spearman's rank correlation: Pearson's of the ranks, equal values sharing the mean of theirs. NaN for constants. */
export function spearman(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const once = new Int32Array(a.length).fill(1);
  return pearson(ranker(a)(once), ranker(b)(once));
}

/** Pearson's correlation. @param counts how often each pair is there, once when missing */
export function pearson(a: ArrayLike<number>, b: ArrayLike<number>, counts?: ArrayLike<number>): number {
  const weight = (i: number) => counts?.[i] ?? 1;
  let total = 0;
  let meanA = 0;
  let meanB = 0;
  for (let i = 0; i < a.length; i++) {
    total += weight(i);
    meanA += weight(i) * (a[i] as number);
    meanB += weight(i) * (b[i] as number);
  }
  meanA /= total;
  meanB /= total;
  let product = 0;
  let squareA = 0;
  let squareB = 0;
  for (let i = 0; i < a.length; i++) {
    const x = (a[i] as number) - meanA;
    const y = (b[i] as number) - meanB;
    product += weight(i) * x * y;
    squareA += weight(i) * x * x;
    squareB += weight(i) * y * y;
  }
  return product / Math.sqrt(squareA * squareB);
}

/** Spearman's rank correlation with its bootstrap interval: pairs are drawn. */
export function bootstrapSpearman(a: ArrayLike<number>, b: ArrayLike<number>, options?: BootstrapOptions): Estimate {
  const ranksA = ranker(a);
  const ranksB = ranker(b);
  return bootstrapCounts(a.length, (counts) => pearson(ranksA(counts), ranksB(counts), counts), options);
}

/** Pearson's correlation with its bootstrap interval: pairs are drawn. */
export function bootstrapPearson(a: ArrayLike<number>, b: ArrayLike<number>, options?: BootstrapOptions): Estimate {
  return bootstrapCounts(a.length, (counts) => pearson(a, b, counts), options);
}

/** Sorts once: what it returns gives the ranks of the values when each is there `counts` times. */
function ranker(values: ArrayLike<number>): (counts: Int32Array) => Float64Array {
  const hasHole = Array.from(values).some(Number.isNaN);
  if (hasHole) return () => new Float64Array(values.length).fill(Number.NaN);
  const order = Int32Array.from({ length: values.length }, (_, i) => i).sort(
    (i, j) => (values[i] as number) - (values[j] as number),
  );
  const ranks = new Float64Array(values.length);
  return (counts) => {
    let before = 0;
    for (let from = 0; from < order.length; ) {
      const value = values[order[from] as number];
      let to = from;
      let equal = 0;
      for (; to < order.length && values[order[to] as number] === value; to++) {
        equal += counts[order[to] as number] as number;
      }
      for (let i = from; i < to; i++) ranks[order[i] as number] = before + (equal + 1) / 2;
      before += equal;
      from = to;
    }
    return ranks;
  };
}
