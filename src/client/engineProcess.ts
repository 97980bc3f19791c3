import { type ChildProcess, fork } from 'node:child_process';
import { ClozeError } from '../core/errors.js';
import type { EngineMethods, LoadParams, ModelInfo } from '../protocol/engine.js';
import { Rpc } from '../protocol/rpc.js';
import { PATIENCE, type Patience, Watchdog } from './watchdog.js';

export interface EngineProcessOptions {
  /** The built engine, a JavaScript file. */
  readonly script: string;
  readonly load: LoadParams;
  /** A line that the process wrote to standard output or error. */
  readonly onOutput?: ((line: string) => void) | undefined;
  readonly patience?: Patience | undefined;
  /** Added to the environment of the process. */
  readonly env?: Readonly<Record<string, string>> | undefined;
}

/** How many characters of its last words a process is quoted with. */
const LAST_WORDS = 600;

/**
 * One life of the engine: a forked process with one model. It serves until it is ended, crashes or hangs; `ended` then
 * resolves with the reason, and every call that still waits rejects with it.
 */
export class EngineProcess {
  readonly info: Promise<ModelInfo>;
  readonly ended: Promise<ClozeError>;
  readonly #child: ChildProcess;
  readonly #rpc: Rpc<Record<never, never>, EngineMethods>;
  readonly #watchdog: Watchdog;
  readonly #patience: Patience;
  #waiting = 0;
  #lastWords = '';
  #reason: ClozeError | undefined;

  constructor(options: EngineProcessOptions) {
    this.#patience = options.patience ?? PATIENCE;
    this.#child = forkEngine(options);
    this.#rpc = new Rpc({ post: (message) => this.#child.send(message as object, () => {}) }, {});
    this.#watchdog = new Watchdog(
      () => void this.#rpc.call('ping', null).catch(() => {}),
      () => this.end(new ClozeError('engine-hung', 'The engine did not answer for too long and was ended.'), 'SIGKILL'),
    );
    this.#child.on('message', (message) => {
      this.#watchdog.heard();
      this.#rpc.receive(message);
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on('data', (data: Buffer) => this.#hear(data.toString(), options.onOutput));
    }
    this.ended = this.#untilEnd();
    this.info = this.#watch(this.#rpc.call('load', options.load), this.#patience.loadSeconds);
    this.info.catch(() => {});
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Asks the loaded model. */
  async call<K extends keyof EngineMethods & string>(
    method: K,
    params: EngineMethods[K]['params'],
    signal?: AbortSignal,
  ): Promise<EngineMethods[K]['result']> {
    await this.info;
    return this.#watch(this.#rpc.call(method, params, signal), this.#patience.answerSeconds);
  }

  /** Ends the process; calls that wait reject with `reason`. */
  end(reason: ClozeError, signal: NodeJS.Signals = 'SIGTERM'): void {
    this.#reason ??= reason;
    this.#rpc.close(reason);
    this.#child.kill(signal);
  }

  async #watch<T>(call: Promise<T>, seconds: number): Promise<T> {
    this.#waiting += 1;
    if (this.#waiting === 1) this.#watchdog.start(seconds);
    try {
      return await call;
    } finally {
      this.#waiting -= 1;
      if (this.#waiting === 0) this.#watchdog.stop();
    }
  }

  #hear(text: string, onOutput: ((line: string) => void) | undefined): void {
    this.#lastWords = (this.#lastWords + text).slice(-LAST_WORDS);
    for (const line of text.split('\n')) if (line.trim()) onOutput?.(line);
  }

  #untilEnd(): Promise<ClozeError> {
    return new Promise((resolve) => {
      const finish = (reason: ClozeError) => {
        this.#reason ??= reason;
        this.#watchdog.stop();
        this.#rpc.close(this.#reason);
        resolve(this.#reason);
      };
      this.#child.once('error', (error) => {
        finish(
          new ClozeError('engine-unavailable', `The engine cannot be started: ${error.message}.`, { cause: error }),
        );
      });
      this.#child.once('exit', (code, signal) => {
        const how = signal ? `by ${signal}` : `with exit code ${code}`;
        const words = this.#lastWords.trim();
        finish(new ClozeError('engine-crashed', `The engine process ended ${how}${words ? `: ${words}` : ''}.`));
      });
    });
  }
}

function forkEngine({ script, env }: EngineProcessOptions): ChildProcess {
  return fork(script, [], {
    // In VS Code the host's executable is Electron: this makes it run as plain Node.
    env: { ...process.env, ...env, ELECTRON_RUN_AS_NODE: '1' },
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
}
