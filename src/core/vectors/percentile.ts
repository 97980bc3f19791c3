/** Cosines of random pairs of background sentences. */
export interface BackgroundPairs {
  /** [M] */
  readonly cosines: Float32Array;
  /** [M, 2], tokens of the two sentences of each pair, special ones left out. */
  readonly lengths: Int32Array;
}

/** Where a cosine stands among those of random pairs of about the same lengths. */
export interface Percentile {
  /** 0 to 100: so many of a hundred random pairs are less alike; half of those that are as much alike count. */
  readonly percentile: number;
  /** How many random pairs it was compared with: it resolves no finer than 100 by this. */
  readonly pairs: number;
}

/** At least so many random pairs a cosine is compared with: those whose lengths are nearest. */
const NEAREST = 2000;
/** Lengths are told apart in steps of a factor of 2^(1/2): short sentences are alike for other reasons than long ones. */
const STEPS_PER_OCTAVE = 2;

/** Pairs whose lengths are of the same two steps. */
interface Group {
  readonly steps: readonly [number, number];
  readonly cosines: number[];
}

/** Finds percentiles; keeps what it has sorted. */
export class Percentiles {
  readonly #groups = new Map<string, Group>();
  readonly #sorted = new Map<string, Float32Array>();

  constructor({ cosines, lengths }: BackgroundPairs) {
    cosines.forEach((cosine, i) => {
      const steps = stepsOf(lengths[2 * i] as number, lengths[2 * i + 1] as number);
      const group = this.#groups.get(steps.join()) ?? { steps, cosines: [] };
      group.cosines.push(cosine);
      this.#groups.set(steps.join(), group);
    });
  }

  /** @param tokens of the two texts; NaN percentiles without background pairs */
  of(cosine: number, [a, b]: readonly [number, number]): Percentile {
    const sorted = this.#near(stepsOf(a, b));
    const below = countBelow(sorted, (value) => value < cosine);
    const upTo = countBelow(sorted, (value) => value <= cosine);
    return { percentile: (50 * (below + upTo)) / sorted.length, pairs: sorted.length };
  }

  /** Whole groups, nearest first, until there are enough. */
  #near([short, long]: readonly [number, number]): Float32Array {
    const known = this.#sorted.get(`${short},${long}`);
    if (known) return known;
    const distance = ({ steps: [x, y] }: Group) => Math.abs(x - short) + Math.abs(y - long);
    const found: number[] = [];
    for (const group of [...this.#groups.values()].sort((a, b) => distance(a) - distance(b))) {
      if (found.length < NEAREST) found.push(...group.cosines);
    }
    const sorted = Float32Array.from(found).sort();
    this.#sorted.set(`${short},${long}`, sorted);
    return sorted;
  }
}

function stepsOf(a: number, b: number): [number, number] {
  const step = (tokens: number) => Math.round(STEPS_PER_OCTAVE * Math.log2(Math.max(1, tokens)));
  return a <= b ? [step(a), step(b)] : [step(b), step(a)];
}

/** How many of ascending values are small enough. */
function countBelow(sorted: Float32Array, isSmall: (value: number) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isSmall(sorted[middle] as number)) low = middle + 1;
    else high = middle;
  }
  return low;
}
