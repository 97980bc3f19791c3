/**
 * An order of N things in which what is alike stands together: leaves of average-linkage clustering (Sokal and Michener,
 * 1958), each branch turned so that the ends that meet are most alike. O(N^3).
 * @param similarity [N][N], symmetric
 * @returns a permutation of 0 ... N-1
 */
export function groupedOrder(similarity: readonly ArrayLike<number>[]): number[] {
  const of = (i: number, j: number) => similarity[i]?.[j] ?? 0;
  let branches = similarity.map((_, i) => [i]);
  while (branches.length > 1) {
    const [a, b] = nearest(branches, of) as [number[], number[]];
    const ends = [a, a.toReversed()].flatMap((left) => [b, b.toReversed()].map((right) => [left, right] as const));
    const meeting = ([left, right]: readonly [number[], number[]]) => of(left.at(-1) as number, right[0] as number);
    const [left, right] = ends.reduce((best, next) => (meeting(next) > meeting(best) ? next : best));
    branches = branches.filter((branch) => branch !== a && branch !== b);
    branches.push([...left, ...right]);
  }
  return branches[0] ?? [];
}

/** The two branches whose members are most alike on average. */
function nearest(branches: readonly number[][], of: (i: number, j: number) => number): readonly number[][] {
  let best: readonly number[][] = [];
  let highest = Number.NEGATIVE_INFINITY;
  branches.forEach((a, i) => {
    for (const b of branches.slice(i + 1)) {
      const total = a.reduce((sum, x) => sum + b.reduce((own, y) => own + of(x, y), 0), 0);
      const mean = total / (a.length * b.length);
      if (mean > highest || best.length === 0) [best, highest] = [[a, b], mean];
    }
  });
  return best;
}
