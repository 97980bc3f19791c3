import { Pace, takeBatch } from '../core/batching.js';
import { ClozeError, toClozeError } from '../core/errors.js';
import type { Lane } from '../protocol/engine.js';

/** What the scheduler must know to batch and run queries of the type Q with answers of the type R. */
export interface Work<Q, R> {
  /** In tokens. */
  length(query: Q): number;
  /** Only queries of one group share a batch. */
  group(query: Q): string;
  /** Answers a batch, in order. */
  run(batch: readonly Q[]): Promise<R[]>;
}

export interface SubmitOptions {
  readonly lane: Lane;
  /** Its reason, when that is a ClozeError, is what the request is rejected with. */
  readonly signal?: AbortSignal | undefined;
}

interface Request<R> {
  readonly options: SubmitOptions;
  readonly answers: (R | undefined)[];
  missing: number;
  resolve(answers: R[]): void;
  reject(error: ClozeError): void;
  readonly onAbort: () => void;
}

interface Job<Q, R> {
  readonly query: Q;
  readonly index: number;
  readonly request: Request<R>;
}

/** How long a batch of a person's own work may take: nothing can be cancelled within it. */
const INTERACTIVE_MILLISECONDS = 500;
/** How long background work may be in a person's way; while they work, with no more tokens than their own requests. */
const BACKGROUND_MILLISECONDS = 40;
/** So long after a request, a person still works. */
const STILL_WORKS_MILLISECONDS = 10_000;
/** Behind a request, so that its answer arrives before background work takes the cores, and the next can be made. */
const REST_MILLISECONDS = 5;
/** Padded tokens of a batch: with more, a CPU is no faster, and they take memory. */
const MAX_TOKENS = 512;

/**
 * The one queue in front of the model. It runs one batch at a time; what a person waits for goes first; background
 * batches are kept short; requests that nobody waits for any more are dropped before they run.
 */
export class Scheduler<Q, R> {
  readonly #lanes: Record<Lane, Job<Q, R>[]> = { interactive: [], background: [] };
  readonly #pace = new Pace();
  /** Of a person's last batch: its padded tokens, and when it ended. */
  #interactive = { tokens: 0, end: Number.NEGATIVE_INFINITY };
  #busy = false;
  /** People whose requests are being served. */
  #waiting = 0;
  #batches = 0;

  /** @param breathe lets messages in between two batches: a run blocks the process */
  constructor(
    private readonly work: Work<Q, R>,
    private readonly breathe: () => Promise<void> = letMessagesIn,
  ) {}

  /** How many batches have run. */
  get batches(): number {
    return this.#batches;
  }

  /**
   * Somebody waits, perhaps for queries that are still being made: background work rests until the function that is
   * returned is called, and a moment more. Nothing rests for a request of the background.
   */
  enter(lane: Lane): () => void {
    if (lane === 'background') return () => {};
    this.#waiting += 1;
    const leave = () => {
      this.#waiting -= 1;
      void this.#drain();
    };
    return () => void setTimeout(leave, REST_MILLISECONDS);
  }

  /**
   * Answers the queries, in order, once all of them have run.
   * @throws ClozeError `cancelled`, the signal's own reason, or what running them threw
   */
  submit(queries: readonly Q[], options: SubmitOptions): Promise<R[]> {
    const { lane, signal } = options;
    if (signal?.aborted) return Promise.reject(reasonOf(signal));
    if (queries.length === 0) return Promise.resolve([]);
    return new Promise<R[]>((resolve, reject) => {
      const answers = new Array<R | undefined>(queries.length).fill(undefined);
      const onAbort = () => this.#drop(request, reasonOf(signal));
      const request: Request<R> = { options, answers, missing: queries.length, resolve, reject, onAbort };
      const jobs = queries.map((query, index) => ({ query, index, request }));
      // Neighbours are then of almost one length, and a batch of them has little padding.
      this.#lanes[lane].push(...jobs.sort((a, b) => this.work.length(b.query) - this.work.length(a.query)));
      signal?.addEventListener('abort', onAbort, { once: true });
      void this.#drain();
    });
  }

  async #drain(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    for (;;) {
      await this.breathe();
      const batch = this.#takeBatch();
      if (batch.length === 0) break;
      await this.#run(batch);
    }
    this.#busy = false;
  }

  #takeBatch(): Job<Q, R>[] {
    const lane = this.#waiting > 0 || this.#lanes.interactive.length > 0 ? 'interactive' : 'background';
    const jobs = this.#lanes[lane];
    const [first] = jobs;
    if (!first) return [];
    const group = this.work.group(first.query);
    const candidates = jobs.filter((job) => this.work.group(job.query) === group);
    const lengths = candidates.map((job) => this.work.length(job.query));
    const batch = takeBatch(lengths, this.#budget(lane)).map((i) => candidates[i] as Job<Q, R>);
    const taken = new Set(batch);
    this.#lanes[lane] = jobs.filter((job) => !taken.has(job));
    return batch;
  }

  /** In padded tokens. */
  #budget(lane: Lane): number {
    const isInteractive = lane === 'interactive';
    const { tokens, end } = this.#interactive;
    const stillWorks = performance.now() - end < STILL_WORKS_MILLISECONDS;
    const paced = this.#pace.tokensIn(isInteractive ? INTERACTIVE_MILLISECONDS : BACKGROUND_MILLISECONDS);
    return Math.min(MAX_TOKENS, paced, !isInteractive && stillWorks ? tokens : MAX_TOKENS);
  }

  async #run(batch: readonly Job<Q, R>[]): Promise<void> {
    const started = performance.now();
    try {
      const answers = await this.work.run(batch.map((job) => job.query));
      const tokens = batch.length * Math.max(...batch.map((job) => this.work.length(job.query)));
      const end = performance.now();
      this.#pace.learn(tokens, end - started);
      if (batch[0]?.request.options.lane === 'interactive') this.#interactive = { tokens, end };
      batch.forEach((job, i) => {
        this.#answer(job, answers[i] as R);
      });
    } catch (error) {
      for (const job of batch) this.#drop(job.request, toClozeError(error));
    } finally {
      this.#batches += 1;
    }
  }

  #answer({ request, index }: Job<Q, R>, answer: R): void {
    request.answers[index] = answer;
    request.missing -= 1;
    if (request.missing > 0) return;
    this.#close(request);
    request.resolve(request.answers as R[]);
  }

  #drop(request: Request<R>, reason: ClozeError): void {
    const { lane } = request.options;
    this.#lanes[lane] = this.#lanes[lane].filter((job) => job.request !== request);
    this.#close(request);
    request.reject(reason);
  }

  #close(request: Request<R>): void {
    request.options.signal?.removeEventListener('abort', request.onAbort);
  }
}

function reasonOf(signal: AbortSignal | undefined): ClozeError {
  const reason: unknown = signal?.reason;
  return reason instanceof ClozeError ? reason : new ClozeError('cancelled', 'The request was cancelled.');
}

/** Two turns of the event loop: one may begin behind its poll phase, in which messages arrive. */
async function letMessagesIn(): Promise<void> {
  for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setImmediate(resolve));
}
