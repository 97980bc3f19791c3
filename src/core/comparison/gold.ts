import type { Estimate } from '../evaluation/bootstrap.js';
import { type Agreement, bootstrapAgreements } from '../evaluation/correlation.js';
import type { Steps } from '../steps.js';
import type { GoldReport, MethodReport, TextPair } from './comparison.js';
import { place } from './condensed.js';

/** Fewer gold scores than this say nothing. */
const FEWEST = 3;
const REPLICATES = 1000;

/**
 * The same methods with how well each agrees with the gold scores, and with what lies between each two of them.
 * @param size how many texts there are
 */
export function* withGold(
  methods: readonly MethodReport[],
  size: number,
  given: readonly TextPair[],
): Steps<MethodReport[]> {
  const values = methods.map(({ cosines }) => goldValues((i, j) => cosines[place(i, j, size)] as number, given));
  const gold = values[0]?.gold ?? [];
  if (gold.length < FEWEST) return [...methods];
  const lists = values.map(({ ours }) => ours);
  const agreements = yield* bootstrapAgreements(lists, gold, { replicates: REPLICATES });
  return methods.map((method, m) => {
    const agreement = agreements[m] as Agreement;
    return hasValue(agreement) ? { ...method, gold: reportOf(agreement) } : method;
  });

  function reportOf({ spearman, pearson, differences }: Agreement): GoldReport {
    const others = methods.flatMap(({ id }, m): [string, Estimate][] =>
      hasValue(agreements[m] as Agreement) ? [[id, differences[m] as Estimate]] : [],
    );
    return { pairs: gold.length, spearman, pearson, differences: Object.fromEntries(others) };
  }
}

/** The cosines of the pairs that have a gold score, and these scores. A text with itself has cosine 1. */
export function goldValues(cosineOf: (i: number, j: number) => number, given: readonly TextPair[]) {
  const scored = given.filter(({ gold }) => gold !== undefined);
  return {
    ours: scored.map(({ i, j }) => (i === j ? 1 : cosineOf(i, j))),
    gold: scored.map(({ gold }) => gold as number),
  };
}

/** Where nothing varies there is none. */
function hasValue({ spearman, pearson }: Agreement): boolean {
  return Number.isFinite(spearman.value) && Number.isFinite(pearson.value);
}
