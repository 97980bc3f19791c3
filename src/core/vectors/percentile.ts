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

/** How many random pairs a cosine is compared with: those whose lengths are nearest. */
const NEAREST = 2000;
/** Lengths are told apart in steps of a factor of 2^(1/2): short sentences are alike for other reasons than long ones. */
const STEPS_PER_OCTAVE = 2;

/** Finds percentiles; keeps what it has sorted. */
export class Percentiles {
  readonly #sorted = new Map<string, Float32Array>();
  readonly #steps: readonly (readonly [number, number])[];

  constructor(private readonly pairs: BackgroundPairs) {
    this.#steps = Array.from(pairs.cosines, (_, i) =>
      ordered(stepOf(pairs.lengths[2 * i] as number), stepOf(pairs.lengths[2 * i + 1] as number)),
    );
  }

  /** @param tokens of the two texts; NaN percentiles without background pairs */
  of(cosine: number, [a, b]: readonly [number, number]): Percentile {
    const sorted = this.#near(ordered(stepOf(a), stepOf(b)));
    const below = countBelow(sorted, (value) => value < cosine);
    const upTo = countBelow(sorted, (value) => value <= cosine);
    return { percentile: (50 * (below + upTo)) / sorted.length, pairs: sorted.length };
  }

  #near([short, long]: readonly [number, number]): Float32Array {
    const name = `${short} ${long}`;
    const known = this.#sorted.get(name);
    if (known) return known;
    const far = this.#steps.map(([x, y]) => Math.abs(x - short) + Math.abs(y - long));
    const order = Array.from(far.keys()).sort((i, j) => (far[i] as number) - (far[j] as number));
    const found = Float32Array.from(order.slice(0, NEAREST), (i) => this.pairs.cosines[i] as number).sort();
    this.#sorted.set(name, found);
    return found;
  }
}

function stepOf(tokens: number): number {
  return Math.round(STEPS_PER_OCTAVE * Math.log2(Math.max(1, tokens)));
}

function ordered(a: number, b: number): [number, number] {
  return a <= b ? [a, b] : [b, a];
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
