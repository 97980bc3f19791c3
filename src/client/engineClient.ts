import { ClozeError, toClozeError } from '../core/errors.js';
import type { EngineMethods, LoadParams, ModelInfo } from '../protocol/engine.js';
import { backoff } from './backoff.js';
import { EngineProcess, type EngineProcessOptions } from './engineProcess.js';
import type { EngineState } from './state.js';

export interface EngineClientOptions extends Omit<EngineProcessOptions, 'load'> {
  readonly onState?: (state: EngineState) => void;
}

/** What may be asked through the client: loading and pinging are its own business. */
type Task = Exclude<keyof EngineMethods & string, 'load' | 'ping'>;

/** After so many crashes in a row, requests are refused until the back-off time has passed. */
const GIVE_UP = 4;
/** A model that could not be loaded is not tried again, on behalf of each keystroke, before so long. */
const RELOAD_MILLISECONDS = 10_000;

/**
 * The engine as the rest of Cloze sees it: always there. The process starts with the first request, ends when idle, is
 * started again (with back-off) when it crashes or hangs, and another model is another process. A request that was in a
 * process that crashed is tried once more.
 */
export class EngineClient {
  /** The process ends after so long without a request; 0 keeps it. */
  idleMilliseconds = 0;
  #process: EngineProcess | undefined;
  #load: LoadParams | undefined;
  #crashes = 0;
  #notBefore = 0;
  #lastFailure: ClozeError | undefined;
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

  /** Chooses the model for the requests to come. Those under way are asked of the new one. */
  use(load: LoadParams): void {
    const same = JSON.stringify(load) === JSON.stringify(this.#load);
    this.#load = load;
    if (same && this.#state.kind !== 'failed') return;
    this.#forgetCrashes();
    this.#stop(new ClozeError('engine-crashed', 'Another model was chosen.'));
    this.#setState({ kind: 'idle' });
  }

  /** Ends the process; the next request starts a new one. */
  restart(): void {
    this.#forgetCrashes();
    this.#stop(new ClozeError('engine-crashed', 'The engine was restarted.'));
    this.#setState({ kind: 'idle' });
  }

  /** Starts the process and loads the model, if that is not done yet. */
  async start(): Promise<ModelInfo> {
    return (await this.#engine()).info;
  }

  /**
   * Asks the model.
   * @throws ClozeError `cancelled`, `superseded`, `bad-checkpoint`, ... or, when a second process failed as well,
   * `engine-crashed`, `engine-hung`, `engine-unavailable`
   */
  async call<K extends Task>(
    method: K,
    params: EngineMethods[K]['params'],
    signal?: AbortSignal,
  ): Promise<EngineMethods[K]['result']> {
    this.#running += 1;
    clearTimeout(this.#idleTimer);
    try {
      return await this.#callOnce(method, params, signal).catch((error: unknown) => {
        const { code } = toClozeError(error);
        if (this.#disposed || signal?.aborted || (code !== 'engine-crashed' && code !== 'engine-hung')) throw error;
        return this.#callOnce(method, params, signal);
      });
    } finally {
      this.#running -= 1;
      if (this.#running === 0) this.#waitForIdle();
    }
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#idleTimer);
    this.#stop(new ClozeError('cancelled', 'Cloze is shutting down.'));
  }

  async #callOnce<K extends Task>(
    method: K,
    params: EngineMethods[K]['params'],
    signal: AbortSignal | undefined,
  ): Promise<EngineMethods[K]['result']> {
    const engine = await this.#engine();
    const result = await engine.call(method, params, signal);
    this.#forgetCrashes();
    return result;
  }

  /** The running process, or a new one once the back-off time has passed. */
  async #engine(): Promise<EngineProcess> {
    if (this.#process) return this.#process;
    const wait = this.#notBefore - Date.now();
    if (wait > 0) {
      if (this.#crashes >= GIVE_UP && this.#lastFailure) throw this.#lastFailure;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
    return this.#process ?? this.#spawn();
  }

  #spawn(): EngineProcess {
    if (this.#disposed) throw new ClozeError('cancelled', 'Cloze is shutting down.');
    const load = this.#load;
    if (!load) throw new ClozeError('bad-request', 'No model was chosen.');
    this.#setState({ kind: 'loading', model: load.folder });
    const { script, env, patience, onOutput } = this.options;
    const engine = new EngineProcess({ script, env, patience, onOutput, load });
    this.#process = engine;
    engine.info.then(
      (info) => this.#whileCurrent(engine, () => this.#setState({ kind: 'ready', info })),
      (error: unknown) => this.#whileCurrent(engine, () => this.#failToLoad(engine, toClozeError(error))),
    );
    void engine.ended.then((reason) => this.#whileCurrent(engine, () => this.#crashed(reason)));
    return engine;
  }

  /** The process answered that the model cannot be loaded: a second try at once would end the same. */
  #failToLoad(engine: EngineProcess, error: ClozeError): void {
    if (error.code === 'engine-crashed' || error.code === 'engine-hung') return; // `ended` follows
    this.#process = undefined;
    engine.end(error);
    this.#fail(error, GIVE_UP, RELOAD_MILLISECONDS);
  }

  #crashed(reason: ClozeError): void {
    this.#process = undefined;
    this.#fail(reason, this.#crashes + 1, backoff(this.#crashes + 1));
  }

  #fail(error: ClozeError, crashes: number, wait: number): void {
    this.#crashes = crashes;
    this.#lastFailure = error;
    this.#notBefore = Date.now() + wait;
    this.#setState({ kind: 'failed', error });
  }

  #forgetCrashes(): void {
    this.#crashes = 0;
    this.#notBefore = 0;
    this.#lastFailure = undefined;
  }

  #whileCurrent(engine: EngineProcess, act: () => void): void {
    if (this.#process === engine) act();
  }

  #stop(reason: ClozeError): void {
    const engine = this.#process;
    this.#process = undefined;
    engine?.end(reason);
  }

  #waitForIdle(): void {
    if (this.idleMilliseconds === 0 || !this.#process) return;
    this.#idleTimer = setTimeout(() => {
      this.#stop(new ClozeError('cancelled', 'The engine was idle.'));
      this.#setState({ kind: 'idle' });
    }, this.idleMilliseconds);
    this.#idleTimer.unref();
  }

  #setState(state: EngineState): void {
    this.#state = state;
    this.options.onState?.(state);
  }
}
