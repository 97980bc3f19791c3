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
  /** A newer request with the same key takes the place of an older one. */
  readonly key?: string | undefined;
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

/** A person waits for these, so they may take long; the limit bounds memory. */
const INTERACTIVE_TOKENS = 4096;
/** The longest that a person's request should wait for background work to get out of its way. */
const BACKGROUND_MILLISECONDS = 40;

/**
 * The one queue in front of the model. It runs one batch at a time; what a person waits for goes first; background
 * batches are kept short; requests that nobody waits for any more are dropped before they run.
 */
export class Scheduler<Q, R> {
  readonly #lanes: Record<Lane, Job<Q, R>[]> = { interactive: [], background: [] };
  /** The newest open request of each key. */
  readonly #byKey = new Map<string, Request<R>>();
  readonly #pace = new Pace();
  #busy = false;

  /** @param breathe lets messages in between two batches: a run blocks the process */
  constructor(
    private readonly work: Work<Q, R>,
    private readonly breathe: () => Promise<void> = letMessagesIn,
  ) {}

  /**
   * Answers the queries, in order, once all of them have run.
   * @throws ClozeError `cancelled`, `superseded`, or what running them threw
   */
  submit(queries: readonly Q[], options: SubmitOptions): Promise<R[]> {
    const { lane, key, signal } = options;
    if (signal?.aborted) return Promise.reject(cancelled());
    const older = key === undefined ? undefined : this.#byKey.get(key);
    if (older) this.#drop(older, new ClozeError('superseded', 'A newer request took the place of this one.'));
    if (queries.length === 0) return Promise.resolve([]);
    return new Promise<R[]>((resolve, reject) => {
      const answers = new Array<R | undefined>(queries.length).fill(undefined);
      const onAbort = () => this.#drop(request, cancelled());
      const request: Request<R> = { options, answers, missing: queries.length, resolve, reject, onAbort };
      if (key !== undefined) this.#byKey.set(key, request);
      this.#lanes[lane].push(...queries.map((query, index) => ({ query, index, request })));
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
    const lane = this.#lanes.interactive.length > 0 ? 'interactive' : 'background';
    const jobs = this.#lanes[lane];
    const [first] = jobs;
    if (!first) return [];
    const budget = lane === 'interactive' ? INTERACTIVE_TOKENS : this.#pace.tokensIn(BACKGROUND_MILLISECONDS);
    const group = this.work.group(first.query);
    const candidates = jobs.filter((job) => this.work.group(job.query) === group);
    const lengths = candidates.map((job) => this.work.length(job.query));
    const batch = takeBatch(lengths, budget).map((i) => candidates[i] as Job<Q, R>);
    const taken = new Set(batch);
    this.#lanes[lane] = jobs.filter((job) => !taken.has(job));
    return batch;
  }

  async #run(batch: readonly Job<Q, R>[]): Promise<void> {
    const started = performance.now();
    try {
      const answers = await this.work.run(batch.map((job) => job.query));
      const longest = Math.max(...batch.map((job) => this.work.length(job.query)));
      this.#pace.learn(longest * batch.length, performance.now() - started);
      batch.forEach((job, i) => {
        this.#answer(job, answers[i] as R);
      });
    } catch (error) {
      for (const job of batch) this.#drop(job.request, toClozeError(error));
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
    const { key, signal } = request.options;
    signal?.removeEventListener('abort', request.onAbort);
    if (key !== undefined && this.#byKey.get(key) === request) this.#byKey.delete(key);
  }
}

function cancelled(): ClozeError {
  return new ClozeError('cancelled', 'The request was cancelled.');
}

/** Two turns of the event loop: one may begin behind its poll phase, in which messages arrive. */
async function letMessagesIn(): Promise<void> {
  for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setImmediate(resolve));
}
