import { readFileSync } from 'node:fs';

/** Middle value. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value below which the share `q` of the values lies, between two neighbours in proportion. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = q * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below + (place - Math.floor(place)) * (above - below);
}

/** Median, and the quartiles around it. */
export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

export function spread(values: readonly number[]): Spread {
  return { median: median(values), low: quantile(values, 0.25), high: quantile(values, 0.75) };
}

export interface RaceOptions {
  readonly rounds?: number;
  /** Rounds that do not count. */
  readonly warmUp?: number;
  /** Milliseconds between two turns. */
  readonly rest?: number;
}

/**
 * Times contenders in turn, round after round, so that what disturbs the machine disturbs all of them.
 * @returns milliseconds of each round, by contender
 */
export function race<K extends string>(
  contenders: Readonly<Record<K, () => Promise<unknown>>>,
  options: RaceOptions = {},
): Promise<Record<K, number[]>> {
  const entries = Object.entries(contenders) as [K, () => Promise<unknown>][];
  const clocked = entries.map(([name, run]) => [name, () => time(run)] as const);
  return raceClocked(Object.fromEntries(clocked) as Record<K, () => Promise<number>>, options);
}

/**
 * As `race`, for contenders that take their own time.
 * @param contenders are given the number of the round and answer with milliseconds
 */
export async function raceClocked<K extends string>(
  contenders: Readonly<Record<K, (round: number) => Promise<number>>>,
  { rounds = 30, warmUp = 3, rest = 0 }: RaceOptions = {},
): Promise<Record<K, number[]>> {
  const names = Object.keys(contenders) as K[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<K, number[]>;
  for (let round = 0; round < warmUp + rounds; round++) {
    for (const name of names) {
      const milliseconds = await contenders[name](round);
      if (round >= warmUp) times[name].push(milliseconds);
      if (rest > 0) await sleep(rest);
    }
  }
  return times;
}

/** Milliseconds that `run` takes. */
export async function time(run: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await run();
  return performance.now() - started;
}

export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Memory of a process, this one when it is not named, that is its own, without mapped files, in MiB. Linux only; NaN elsewhere. */
export function anonymousMemory(pid: number | 'self' = 'self'): number {
  try {
    const line = /^Anonymous: +(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
    return Number(line) / 1024;
  } catch {
    return Number.NaN;
  }
}
