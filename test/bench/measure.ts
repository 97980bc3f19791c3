import { readFileSync } from 'node:fs';

/** Middle value. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

/**
 * Times contenders in turn, round after round, so that what disturbs the machine disturbs all of them.
 * @returns milliseconds of each round, by contender
 */
export async function race<K extends string>(
  contenders: Readonly<Record<K, () => Promise<unknown>>>,
  { rounds = 30, warmUp = 3 } = {},
): Promise<Record<K, number[]>> {
  const names = Object.keys(contenders) as K[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<K, number[]>;
  for (let round = -warmUp; round < rounds; round++) {
    for (const name of names) {
      const start = performance.now();
      await contenders[name]();
      if (round >= 0) times[name].push(performance.now() - start);
    }
  }
  return times;
}

/** Memory of this process that is its own, without mapped files, in MiB. Linux only; NaN elsewhere. */
export function anonymousMemory(): number {
  try {
    const line = /^Anonymous: +(\d+) kB$/m.exec(readFileSync('/proc/self/smaps_rollup', 'utf8'))?.[1];
    return Number(line) / 1024;
  } catch {
    return Number.NaN;
  }
}
