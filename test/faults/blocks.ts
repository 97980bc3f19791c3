import { closeSync, openSync, readSync } from 'node:fs';

const INTERVAL = 1;

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
  const timer = setInterval(() => {
    const now = performance.now();
    const waitedNow = queue.milliseconds();
    const late = now - last - INTERVAL;
    all = Math.max(all, late);
    own = Math.max(own, late - (waitedNow - waited));
    last = now;
    waited = waitedNow;
  }, INTERVAL);
  return {
    stop() {
      clearInterval(timer);
      queue.close();
      return { own, all };
    },
  };
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
