/** Seconds for which something is awaited in vain, after which the engine counts as hung. */
export interface Patience {
  /** Without a sign of life while it loads a model: reading gigabytes from a slow disk takes its time. */
  readonly loadSeconds: number;
  /** Without a sign of life otherwise. */
  readonly answerSeconds: number;
  /** With signs of life, but nothing done: no request answered, no batch run. */
  readonly progressSeconds: number;
}

export const PATIENCE: Patience = { loadSeconds: 180, answerSeconds: 60, progressSeconds: 300 };

/** What a hung engine lacks. */
export type Lack = 'life' | 'progress';

/**
 * Notices an engine that does not answer, or answers without getting anywhere. Counts ticks of a timer, not the clock:
 * a computer that slept for an hour must not count as an engine that hung for one. The count goes on where it was when
 * the watch is taken up again: whoever gives up and asks anew has waited all the same.
 */
export class Watchdog {
  #timer: NodeJS.Timeout | undefined;
  readonly #ticksWithout: Record<Lack, number> = { life: 0, progress: 0 };

  /** @param ask sends the engine something that it answers at once unless it computes or hangs */
  constructor(
    private readonly ask: () => void,
    private readonly onHang: (lack: Lack) => void,
    private readonly tickMilliseconds = 1000,
  ) {}

  /** Watches from now on; limits in ticks. */
  start(limits: Readonly<Record<Lack, number>>): void {
    this.stop();
    this.#timer = setInterval(() => this.#tick(limits), this.tickMilliseconds);
    this.#timer.unref();
  }

  /** The engine was heard. */
  heard(): void {
    this.#ticksWithout.life = 0;
  }

  /** The engine did something that it was asked for, or a part of it. */
  progressed(): void {
    this.#ticksWithout.progress = 0;
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #tick(limits: Readonly<Record<Lack, number>>): void {
    for (const lack of ['life', 'progress'] as const) {
      this.#ticksWithout[lack] += 1;
      if (this.#ticksWithout[lack] <= limits[lack]) continue;
      this.stop();
      this.onHang(lack);
      return;
    }
    this.ask();
  }
}
