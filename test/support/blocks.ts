import { closeSync, openSync, readSync } from 'node:fs';

const INTERVAL = 1;

/** The longest that a host may be kept from its own work, in milliseconds: one picture of 60 a second. */
export const LONGEST_BLOCK = 16;

export interface Blocks {
  /** For how long this process was kept from its events by what it did itself, at the longest, in milliseconds. */
  readonly own: number;
  /** The same with the time in which the machine ran other programs instead (Linux only tells the two apart). */
  readonly all: number;
}

/** Measures how late a timer of 1 ms comes. */
export function watchForBlocks(): { stop(): Blocks } {
  const queue = runQueue();
  let own = 0;
  let all = 0;
  let last = performance.now();
  let waited = queue.milliseconds();
  const look = () => {
    const now = performance.now();
    const waitedNow = queue.milliseconds();
    const late = now - last - INTERVAL;
    all = Math.max(all, late);
    own = Math.max(own, late - (waitedNow - waited));
    last = now;
    waited = waitedNow;
  };
  const timer = setInterval(look, INTERVAL);
  return {
    stop() {
      look();
      clearInterval(timer);
      queue.close();
      return { own, all };
    },
  };
}

/** The longest block of the quietest of some rounds, in milliseconds: what others do to the machine is not in it. */
export async function quietest(task: () => PromiseLike<unknown>): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 6 || (round < 20 && least > LONGEST_BLOCK); round++) {
    const blocks = watchForBlocks();
    await task();
    least = Math.min(least, blocks.stop().own);
  }
  return least;
}

/** How long the main thread was ready to run, but the machine ran something else (proc(5), schedstat). */
function runQueue(): { milliseconds(): number; close(): void } {
  try {
    const file = openSync(`/proc/self/task/${process.pid}/schedstat`, 'r');
    const buffer = Buffer.alloc(100);
    return {
      milliseconds: () => Number(buffer.toString('latin1', 0, readSync(file, buffer, 0, 100, 0)).split(' ')[1]) / 1e6,
      close: () => closeSync(file),
    };
  } catch {
    return { milliseconds: () => 0, close: () => {} };
  }
}
