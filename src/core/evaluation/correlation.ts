import { runAtOnce, type Steps } from '../steps.js';
import { type BootstrapOptions, drawReplicates, type Estimate, estimateOf } from './bootstrap.js';

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
  const replicates = drawReplicates(a.length, (counts) => [pearson(ranksA(counts), ranksB(counts), counts)], options);
  return estimateOf(runAtOnce(replicates), ([value = Number.NaN]) => value, options?.level);
}

/** How one of several lists agrees with a common one. */
export interface Agreement {
  readonly spearman: Estimate;
  readonly pearson: Estimate;
  /** Spearman less that of each of the lists, itself included. */
  readonly differences: readonly Estimate[];
}

/**
 * Correlations of each of `lists` with `common`, and their differences: pairs are drawn, the same for all lists, so that
 * what is hard for all alike does not widen the interval of a difference (Efron and Tibshirani 1993, chapter 8).
 */
export function* bootstrapAgreements(
  lists: readonly ArrayLike<number>[],
  common: ArrayLike<number>,
  options?: BootstrapOptions,
): Steps<Agreement[]> {
  const ranks = lists.map(ranker);
  const ranksOfCommon = ranker(common);
  const replicates = yield* drawReplicates(
    common.length,
    (counts) => {
      const shared = ranksOfCommon(counts);
      return [
        ...ranks.map((own) => pearson(own(counts), shared, counts)),
        ...lists.map((own) => pearson(own, common, counts)),
      ];
    },
    options,
  );
  const estimate = (of: (values: readonly number[]) => number) => estimateOf(replicates, of, options?.level);
  const agreements: Agreement[] = [];
  for (const a of lists.keys()) {
    agreements.push({
      spearman: estimate((values) => values[a] as number),
      pearson: estimate((values) => values[lists.length + a] as number),
      differences: lists.map((_, b) => estimate((values) => (values[a] as number) - (values[b] as number))),
    });
    yield;
  }
  return agreements;
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
