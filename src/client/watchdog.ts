/** Seconds without a sign of life, while something is awaited, after which the engine counts as hung. */
export interface Patience {
  /** While it loads a model: reading gigabytes from a slow disk takes its time. */
  readonly loadSeconds: number;
  readonly answerSeconds: number;
}

export const PATIENCE: Patience = { loadSeconds: 180, answerSeconds: 60 };

/**
 * Notices an engine that does not answer. Counts ticks of a timer, not the clock: a computer that slept for an hour
 * must not count as an engine that hung for one.
 */
export class Watchdog {
  #timer: NodeJS.Timeout | undefined;
  #silentTicks = 0;

  /** @param ask sends the engine something that it answers at once unless it computes or hangs */
  constructor(
    private readonly ask: () => void,
    private readonly onHang: () => void,
    private readonly tickMilliseconds = 1000,
  ) {}

  /** Watches from now on; `limit` in ticks. */
  start(limit: number): void {
    this.stop();
    this.#silentTicks = 0;
    this.#timer = setInterval(() => {
      this.#silentTicks += 1;
      if (this.#silentTicks > limit) {
        this.stop();
        this.onHang();
      } else {
        this.ask();
      }
    }, this.tickMilliseconds);
    this.#timer.unref();
  }

  /** The engine was heard. */
  heard(): void {
    this.#silentTicks = 0;
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
