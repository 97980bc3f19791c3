import { type ChildProcess, fork } from 'node:child_process';
import { ClozeError } from '../../../src/core/errors.js';
import { type Methods, Rpc } from '../../../src/protocol/rpc.js';
import type { WorkerMethods } from './worker.js';

/** A contender in a process of its own, so that the garbage and the threads of one cost no other. */
export class Remote {
  readonly #child: ChildProcess;
  readonly #rpc: Rpc<Record<never, never>, WorkerMethods>;

  /** @param script of contenders/worker.ts */
  constructor(script: string) {
    // What it prints goes to standard error: standard output is for the results.
    const child = fork(script, [], { execArgv: [], serialization: 'advanced', stdio: ['ignore', 2, 2, 'ipc'] });
    this.#child = child;
    this.#rpc = new Rpc<Methods, WorkerMethods>({ post: (message) => child.send(message as object) }, {});
    child.on('message', (message) => this.#rpc.receive(message));
    child.once('exit', (code, signal) => {
      this.#rpc.close(new ClozeError('engine-crashed', `A contender's process ended (${signal ?? code}).`));
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  call<K extends keyof WorkerMethods & string>(
    method: K,
    params: WorkerMethods[K]['params'],
  ): Promise<WorkerMethods[K]['result']> {
    return this.#rpc.call(method, params);
  }

  close(): void {
    this.#child.kill();
  }
}
