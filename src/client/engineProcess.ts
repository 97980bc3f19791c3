import { type ChildProcess, fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import { ClozeError, messageOf } from '../core/errors.js';
import type { EngineMethods, LoadParams, ModelInfo } from '../protocol/engine.js';
import { Rpc } from '../protocol/rpc.js';
import { type Lack, PATIENCE, type Patience, Watchdog } from './watchdog.js';

export interface EngineProcessOptions {
  /** The built engine, a JavaScript file. */
  readonly script: string;
  readonly load: LoadParams;
  /** A line that the process wrote to standard output or error. */
  readonly onOutput?: ((line: string) => void) | undefined;
  readonly patience?: Partial<Patience> | undefined;
  /** Added to the environment of the process. */
  readonly env?: Readonly<Record<string, string>> | undefined;
}

/** How many characters of its last words a process is quoted with. */
const LAST_WORDS = 600;
const HUNG: Readonly<Record<Lack, string>> = {
  life: 'The engine did not answer for too long and was ended.',
  progress: 'The engine was asked and did nothing for too long, so it was ended.',
};
const REMEDY = 'Reload the window; if that does not help, install Cloze again.';

/**
 * One life of the engine: a forked process with one model. It serves until it is ended, crashes or hangs; `over` then
 * resolves with the reason, and every call that still waits, or comes later, rejects with it.
 */
export class EngineProcess {
  readonly info: Promise<ModelInfo>;
  readonly over: Promise<ClozeError>;
  readonly #child: ChildProcess;
  readonly #rpc: Rpc<Record<never, never>, EngineMethods>;
  readonly #watchdog: Watchdog;
  readonly #patience: Patience;
  #finish: (reason: ClozeError) => void = () => {};
  #waiting = 0;
  #wasHeard = false;
  #progress = 0;
  #lastWords = '';

  /** @throws ClozeError `engine-unavailable` when the process cannot even be tried */
  constructor(options: EngineProcessOptions) {
    this.#patience = { ...PATIENCE, ...options.patience };
    this.#child = forkEngine(options);
    this.#rpc = new Rpc({ post: (message) => this.#child.send(message as object, () => {}) }, {});
    this.#watchdog = new Watchdog(
      () =>
        void this.#rpc.call('ping', null).then(
          (progress) => this.#note(progress),
          () => {},
        ),
      (lack) => this.end(new ClozeError('engine-hung', HUNG[lack])),
    );
    this.over = new Promise((resolve) => {
      this.#finish = (reason) => {
        this.#watchdog.stop();
        this.#rpc.close(reason);
        resolve(reason);
      };
    });
    this.#listen(options.onOutput);
    this.info = this.#watch(this.#rpc.call('load', options.load), this.#patience.loadSeconds);
    this.info.catch(() => {});
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Asks the loaded model. */
  call<K extends keyof EngineMethods & string>(
    method: K,
    params: EngineMethods[K]['params'],
    signal?: AbortSignal,
  ): Promise<EngineMethods[K]['result']> {
    return this.#watch(this.#rpc.call(method, params, signal), this.#patience.answerSeconds);
  }

  /** Ends the process, whatever it does: it is over at once, with this reason. It has nothing to put away. */
  end(reason: ClozeError): void {
    this.#finish(reason);
    this.#child.kill('SIGKILL');
  }

  #listen(onOutput: ((line: string) => void) | undefined): void {
    const child = this.#child;
    child.on('message', (message) => {
      this.#wasHeard = true;
      this.#watchdog.heard();
      this.#rpc.receive(message);
    });
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on('line', (line) => {
        this.#lastWords = `${this.#lastWords}${line}\n`.slice(-LAST_WORDS);
        if (line.trim()) onOutput?.(line);
      });
    }
    child.once('error', (error) => this.#finish(cannotStart(error)));
    // `close` comes when the output, too, has been read to its end.
    child.once('close', (code, signal) => this.#finish(this.#explainEnd(code, signal)));
  }

  #explainEnd(code: number | null, signal: NodeJS.Signals | null): ClozeError {
    const words = this.#lastWords.trim();
    if (signal === null && !this.#wasHeard) {
      const reason = /^\w*Error: .*$/m.exec(words)?.[0] ?? `it ended with exit code ${code}`;
      return new ClozeError('engine-unavailable', `The engine cannot be started: ${reason}. ${REMEDY}`);
    }
    const how = signal ? `by ${signal}` : `with exit code ${code}`;
    return new ClozeError('engine-crashed', `The engine process ended ${how}${words ? `: ${words}` : ''}.`);
  }

  /** @param progress a number that changes whenever the engine got on with its work */
  #note(progress: number): void {
    if (progress !== this.#progress) this.#watchdog.progressed();
    this.#progress = progress;
  }

  async #watch<T>(call: Promise<T>, seconds: number): Promise<T> {
    this.#waiting += 1;
    if (this.#waiting === 1) this.#watchdog.start({ life: seconds, progress: this.#patience.progressSeconds });
    try {
      const answer = await call;
      this.#watchdog.progressed();
      return answer;
    } finally {
      this.#waiting -= 1;
      if (this.#waiting === 0) this.#watchdog.stop();
    }
  }
}

function forkEngine({ script, env }: EngineProcessOptions): ChildProcess {
  try {
    return fork(script, [], {
      // In VS Code the host's executable is Electron: this makes it run as plain Node.
      env: { ...process.env, ...env, ELECTRON_RUN_AS_NODE: '1' },
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
  } catch (error) {
    throw cannotStart(error);
  }
}

function cannotStart(error: unknown): ClozeError {
  const message = `The engine cannot be started: ${messageOf(error)}. ${REMEDY}`;
  return new ClozeError('engine-unavailable', message, { cause: error });
}
