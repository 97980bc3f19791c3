import { ClozeError, toClozeError } from '../core/errors.js';
import type { EngineMethods, LoadParams, ModelInfo } from '../protocol/engine.js';
import { untilAborted } from './abort.js';
import { backoff } from './backoff.js';
import { EngineProcess, type EngineProcessOptions } from './engineProcess.js';
import type { EngineState } from './state.js';
import { Turns } from './turns.js';

export interface EngineClientOptions extends Omit<EngineProcessOptions, 'load'> {
  readonly onState?: (state: EngineState) => void;
  /**
   * When a device other than the CPU fails, or int8 cannot be had, go on with fp32 on the CPU and tell; without it, the
   * failure is an error.
   */
  readonly onFallback?: ((failed: LoadParams, to: LoadParams, reason: ClozeError) => void) | undefined;
}

/** What may be asked through the client: loading and pinging are its own business. */
type Task = Exclude<keyof EngineMethods & string, 'load' | 'ping'>;

/** After so many crashes in a row, requests are refused until the back-off time has passed. */
const GIVE_UP = 4;
/** A model that could not be loaded is not tried again, on behalf of each keystroke, before so long. */
const RELOAD_MILLISECONDS = 10_000;
/** How often a request is given to another process because the one that had it crashed or hung. */
const RETRIES = 1;
/** The longest time that a timer can wait. */
const MAX_TIMER = 2 ** 31 - 1;

/**
 * The engine as the rest of Cloze sees it: always there. The process starts with the first request, ends when idle, is
 * started again (with back-off) when it crashes or hangs, and another model is another process. A request that was in a
 * process that crashed is tried once more.
 */
export class EngineClient {
  readonly #turns = new Turns();
  #process: EngineProcess | undefined;
  #load: LoadParams | undefined;
  /** Processes that ended because others took their place: what was asked of them is asked of those. */
  readonly #replaced = new WeakSet<EngineProcess>();
  #crashes = 0;
  #notBefore = 0;
  #lastFailure: ClozeError | undefined;
  #idleMilliseconds = 0;
  #idleTimer: NodeJS.Timeout | undefined;
  #running = 0;
  #state: EngineState = { kind: 'idle' };
  #disposed = false;

  constructor(private readonly options: EngineClientOptions) {}

  get state(): EngineState {
    return this.#state;
  }

  /** Process id, while there is a process. */
  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** The process ends after so long without a request; 0 keeps it. */
  set idleMilliseconds(value: number) {
    this.#idleMilliseconds = Math.min(value, MAX_TIMER);
    this.#armIdle();
  }

  /** Chooses the model for the requests to come. Those under way are asked of the new one. */
  use(load: LoadParams): void {
    const same = JSON.stringify(load) === JSON.stringify(this.#load);
    this.#load = load;
    if (!same || this.#state.kind === 'failed') this.restart();
  }

  /** A process that somebody loaded takes over, with what is under way. */
  adopt(engine: EngineProcess, load: LoadParams): void {
    this.#load = load;
    this.#forgetFailures();
    this.#replace(new ClozeError('engine-replaced', 'A better engine took over.'));
    this.#watch(engine);
  }

  /** Ends the process; the next request, and those under way, start a new one. */
  restart(): void {
    this.#forgetFailures();
    this.#replace(new ClozeError('engine-replaced', 'The engine was restarted.'));
    this.#setState({ kind: 'idle' });
  }

  /** Starts the process and loads the model, if that is not done yet. */
  start(signal?: AbortSignal): Promise<ModelInfo> {
    return this.#withEngine((engine) => engine.info, signal);
  }

  /**
   * Asks the model.
   * @throws ClozeError `cancelled`, `superseded`, `bad-checkpoint`, ... or, when a second process failed as well,
   * `engine-crashed`, `engine-hung`; `engine-unavailable` when there can be none
   */
  call<K extends Task>(
    method: K,
    params: EngineMethods[K]['params'],
    signal?: AbortSignal,
  ): Promise<EngineMethods[K]['result']> {
    return this.#withEngine((engine) => engine.call(method, params, signal), signal);
  }

  dispose(): void {
    this.#disposed = true;
    this.#stop(new ClozeError('cancelled', 'Cloze is shutting down.'));
  }

  async #withEngine<T>(ask: (engine: EngineProcess) => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    this.#running += 1;
    this.#armIdle();
    try {
      for (let failures = 0; ; ) {
        const engine = await this.#engine(signal);
        try {
          await untilAborted(engine.info, signal);
          await this.#turns.pass();
          const answer = await ask(engine);
          this.#forgetFailures();
          return answer;
        } catch (error) {
          if (this.#disposed || signal?.aborted) throw error;
          if (!(await this.#mayRetry(engine, toClozeError(error), failures < RETRIES))) throw error;
          if (!this.#replaced.has(engine)) failures += 1;
        }
      }
    } finally {
      this.#running -= 1;
      this.#armIdle();
    }
  }

  /** Whether another process should be asked; once it is settled what became of the one that failed. */
  async #mayRetry(engine: EngineProcess, error: ClozeError, hasTries: boolean): Promise<boolean> {
    if (error.code === 'device-failed') this.#whileCurrent(engine, () => this.#fallBack(engine, error));
    const isOver = error.code === 'engine-crashed' || error.code === 'engine-hung';
    if (isOver) await engine.over;
    return this.#replaced.has(engine) || (isOver && hasTries);
  }

  /** The running process, or a new one once the back-off time has passed. */
  async #engine(signal: AbortSignal | undefined): Promise<EngineProcess> {
    if (this.#process) return this.#process;
    const wait = this.#notBefore - Date.now();
    if (wait > 0) {
      if (this.#crashes >= GIVE_UP && this.#lastFailure) throw this.#lastFailure;
      await untilAborted(new Promise((resolve) => setTimeout(resolve, wait)), signal);
    }
    return this.#process ?? this.#spawn();
  }

  #spawn(): EngineProcess {
    if (this.#disposed) throw new ClozeError('cancelled', 'Cloze is shutting down.');
    const load = this.#load;
    if (!load) throw new ClozeError('bad-request', 'No model was chosen.');
    this.#setState({ kind: 'loading', model: load.folder });
    const { script, env, patience, onOutput } = this.options;
    let engine: EngineProcess;
    try {
      engine = new EngineProcess({ script, env, patience, onOutput, load });
    } catch (error) {
      this.#fail(toClozeError(error), GIVE_UP, RELOAD_MILLISECONDS);
      throw error;
    }
    this.#watch(engine);
    return engine;
  }

  #watch(engine: EngineProcess): void {
    this.#process = engine;
    engine.info.then(
      (info) => this.#whileCurrent(engine, () => this.#ready(info)),
      (error: unknown) => this.#whileCurrent(engine, () => this.#failToLoad(engine, toClozeError(error))),
    );
    void engine.over.then((reason) => this.#whileCurrent(engine, () => this.#crashed(engine, reason)));
  }

  #ready(info: ModelInfo): void {
    this.#setState({ kind: 'ready', info });
    this.#armIdle();
  }

  /** The process answered that the model cannot be loaded: a second try at once would end the same. */
  #failToLoad(engine: EngineProcess, error: ClozeError): void {
    if (error.code === 'engine-crashed' || error.code === 'engine-hung') return; // `over` follows
    if (this.#fallBack(engine, error)) return;
    this.#stop(error);
    this.#fail(error, GIVE_UP, RELOAD_MILLISECONDS);
  }

  #crashed(engine: EngineProcess, reason: ClozeError): void {
    if (this.#fallBack(engine, reason)) return;
    this.#process = undefined;
    this.#fail(reason, this.#crashes + 1, backoff(this.#crashes + 1));
  }

  /** From what failed to fp32 on the CPU. @returns false when that would not do better, or nobody wants it */
  #fallBack(engine: EngineProcess, reason: ClozeError): boolean {
    const load = this.#load;
    const { onFallback } = this.options;
    if (!load || !onFallback || !helpsAgainst(reason, load)) return false;
    const cpu: LoadParams = { ...load, device: 'cpu', precision: 'fp32' };
    this.#load = cpu;
    this.#replaced.add(engine);
    this.restart();
    onFallback(load, cpu, reason);
    return true;
  }

  #fail(error: ClozeError, crashes: number, wait: number): void {
    this.#crashes = crashes;
    this.#lastFailure = error;
    this.#notBefore = Date.now() + wait;
    this.#setState({ kind: 'failed', error });
  }

  #forgetFailures(): void {
    this.#crashes = 0;
    this.#notBefore = 0;
    this.#lastFailure = undefined;
  }

  #whileCurrent(engine: EngineProcess, act: () => void): void {
    if (this.#process === engine) act();
  }

  #replace(reason: ClozeError): void {
    if (this.#process) this.#replaced.add(this.#process);
    this.#stop(reason);
  }

  #stop(reason: ClozeError): void {
    clearTimeout(this.#idleTimer);
    const engine = this.#process;
    this.#process = undefined;
    engine?.end(reason);
  }

  /** Counts the time without a request from now on. */
  #armIdle(): void {
    clearTimeout(this.#idleTimer);
    if (this.#idleMilliseconds <= 0 || this.#running > 0 || this.#state.kind !== 'ready') return;
    this.#idleTimer = setTimeout(() => {
      this.#replace(new ClozeError('engine-replaced', 'The engine was idle.'));
      this.#setState({ kind: 'idle' });
    }, this.#idleMilliseconds);
    this.#idleTimer.unref();
  }

  #setState(state: EngineState): void {
    this.#state = state;
    this.options.onState?.(state);
  }
}

/** Whether fp32 on the CPU may work where this failed. */
function helpsAgainst({ code }: ClozeError, { device, precision = 'fp32' }: LoadParams): boolean {
  if (code === 'bad-checkpoint' || code === 'unsupported' || code === 'bad-request') return false;
  // What ends the process of one precision on the CPU ends that of the other as well.
  const isOver = code === 'engine-crashed' || code === 'engine-hung';
  return device !== 'cpu' || (precision !== 'fp32' && !isOver);
}
