/** A long computation that pauses between short steps, so that whoever runs it can let others go first. */
export type Steps<T> = Generator<void, T>;

/** Runs it to its end in one go. */
export function runAtOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/**
 * Runs it in slices of about `milliseconds`.
 * @param pause waits between two slices; what it throws ends the computation
 */
export async function runInSlices<T>(steps: Steps<T>, milliseconds: number, pause: () => Promise<void>): Promise<T> {
  for (;;) {
    const end = performance.now() + milliseconds;
    do {
      const step = steps.next();
      if (step.done) return step.value;
    } while (performance.now() < end);
    await pause();
  }
}
