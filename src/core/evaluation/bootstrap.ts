import type { Steps } from '../steps.js';
import { mulberry32 } from './random.js';

/** What was measured, and the ends of the interval around it. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export interface BootstrapOptions {
  readonly seed?: number;
  /** How many times the units are drawn anew. */
  readonly replicates?: number;
  /** Of the interval: 0.95 leaves 2.5 % of the replicates out on either side. */
  readonly level?: number;
}

/** One thing that was drawn independently of the others (a sentence, a pair ...), with C numbers that can be summed. */
export type Unit = readonly number[];

/** What is measured, of the sums [C] over the units of each stratum. */
export type Statistic = (sums: readonly Float64Array[]) => number;

/**
 * Percentile interval of the bootstrap (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13): as
 * many units as there are in each stratum are drawn from it with replacement, again and again; what is measured on
 * those is spread as it would be on new data of the kind. The same for the same seed.
 * @param strata the units of each; one stratum unless their shares of the data are fixed
 * @returns NaN for ends where a replicate has no value
 */
export function bootstrap(
  strata: readonly (readonly Unit[])[],
  statistic: Statistic,
  { seed = 1, replicates = 2000, level = 0.95 }: BootstrapOptions = {},
): Estimate {
  const random = mulberry32(seed);
  const width = strata.find((units) => units.length > 0)?.[0]?.length ?? 0;
  const sums = strata.map(() => new Float64Array(width));
  const measure = (pick: (size: number, i: number) => number) => {
    strata.forEach((units, s) => {
      const sum = (sums[s] as Float64Array).fill(0);
      for (let i = 0; i < units.length; i++) {
        const unit = units[pick(units.length, i)] as Unit;
        for (let c = 0; c < width; c++) sum[c] = (sum[c] as number) + (unit[c] as number);
      }
    });
    return statistic(sums);
  };
  const value = measure((_, i) => i);
  const drawn = Float64Array.from({ length: replicates }, () => measure((size) => Math.floor(random() * size)));
  return { value, ...interval(drawn, level) };
}

/** Several numbers, measured on the units and on the same replicates of them: so they can be held against each other. */
export interface Replicates {
  readonly values: readonly number[];
  /** [replicates] */
  readonly drawn: readonly (readonly number[])[];
}

/**
 * Draws units for what is not measured of sums: the statistic is told how often each of the units was drawn.
 * @param size how many units there are
 */
export function* drawReplicates(
  size: number,
  statistic: (counts: Int32Array) => readonly number[],
  { seed = 1, replicates = 2000 }: Omit<BootstrapOptions, 'level'> = {},
): Steps<Replicates> {
  const random = mulberry32(seed);
  const counts = new Int32Array(size).fill(1);
  const values = statistic(counts);
  const drawn: (readonly number[])[] = [];
  while (drawn.length < replicates) {
    counts.fill(0);
    for (let i = 0; i < size; i++) {
      const unit = Math.floor(random() * size);
      counts[unit] = (counts[unit] as number) + 1;
    }
    drawn.push(statistic(counts));
    yield;
  }
  return { values, drawn };
}

/** Percentile interval of a number, or of what is made of several: a difference, say. */
export function estimateOf(
  { values, drawn }: Replicates,
  of: (values: readonly number[]) => number,
  level = 0.95,
): Estimate {
  return { value: of(values), ...interval(Float64Array.from(drawn, of), level) };
}

function interval(drawn: Float64Array, level: number): { low: number; high: number } {
  const sorted = drawn.toSorted();
  const tail = (1 - level) / 2;
  return { low: quantile(sorted, tail), high: quantile(sorted, 1 - tail) };
}

/** Mean of values that were drawn independently. */
export function bootstrapMean(values: readonly number[], options?: BootstrapOptions): Estimate {
  return bootstrap([values.map((value) => [value, 1])], ratio, options);
}

/** Mean of `a` less that of `b`, measured on the same units in the same order. */
export function bootstrapDifference(a: readonly number[], b: readonly number[], options?: BootstrapOptions): Estimate {
  return bootstrapMean(
    a.map((value, i) => value - (b[i] as number)),
    options,
  );
}

/** A sum over a unit, and what it is a share of: hits and trials, say. */
export interface Share {
  readonly part: number;
  readonly of: number;
}

/** Sum of the parts by the sum of what they are of. */
export function bootstrapRatio(shares: readonly Share[], options?: BootstrapOptions): Estimate {
  return bootstrap([shares.map(({ part, of }) => [part, of])], ratio, options);
}

/** Such a ratio of `a` less that of `b`, measured on the same units in the same order. */
export function bootstrapRatioDifference(
  a: readonly Share[],
  b: readonly Share[],
  options?: BootstrapOptions,
): Estimate {
  const units = a.map(({ part, of }, i) => [part, of, b[i]?.part ?? Number.NaN, b[i]?.of ?? Number.NaN]);
  const difference: Statistic = ([sums]) => share(sums, 0) - share(sums, 2);
  return bootstrap([units], difference, options);
}

/** Mean over the strata of the mean of each, which weighs all strata alike. */
export function bootstrapStrataMean(strata: readonly (readonly number[])[], options?: BootstrapOptions): Estimate {
  const units = strata.map((values) => values.map((value) => [value, 1]));
  return bootstrap(units, (sums) => sums.reduce((total, sum) => total + ratio([sum]), 0) / sums.length, options);
}

function ratio([sums]: readonly Float64Array[]): number {
  return share(sums, 0);
}

function share(sums: Float64Array | undefined, column: number): number {
  return (sums?.[column] as number) / (sums?.[column + 1] as number);
}

/** Linear between the two nearest of ascending values. NaN values sort behind all others and make it NaN. */
function quantile(sorted: Float64Array, q: number): number {
  if (Number.isNaN(sorted.at(-1))) return Number.NaN;
  const at = q * (sorted.length - 1);
  const below = sorted[Math.floor(at)] as number;
  return below + (at - Math.floor(at)) * ((sorted[Math.ceil(at)] as number) - below);
}
