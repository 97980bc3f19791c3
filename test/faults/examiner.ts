import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import type { Finding, Order, Reply } from './examination.js';
import { inTime } from './processes.js';

/** One model after the other; each takes a few milliseconds as a rule. */
const LIMIT = 30_000;
/** ONNX Runtime does not give all memory back: another process after so many folders. */
const FOLDERS = 250;

/** A process that examines folders, another one when it dies. */
export class Examiner implements Disposable {
  #child: ChildProcess | undefined;
  #examined = 0;
  #words = '';

  async examine(folder: string): Promise<Finding> {
    if (this.#examined >= FOLDERS) this.#end();
    const child = this.#running();
    this.#examined += 1;
    this.#words = '';
    const finding = await inTime<Finding, Finding>(LIMIT, this.#ask(child, folder), { kind: 'hung' });
    if (finding.kind === 'hung' || finding.kind === 'died') this.#end();
    return finding;
  }

  [Symbol.dispose](): void {
    this.#end();
  }

  #running(): ChildProcess {
    if (this.#child) return this.#child;
    const child = fork(path.join(import.meta.dirname, 'examiner-process.ts'), [], {
      execArgv: ['--import', 'tsx'],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    child.stderr?.on('data', (data: Buffer) => {
      this.#words = (this.#words + data.toString()).slice(0, 1000);
    });
    this.#child = child;
    this.#examined = 0;
    return child;
  }

  #ask(child: ChildProcess, folder: string): Promise<Finding> {
    return new Promise((resolve) => {
      const id = this.#examined;
      const settle = (finding: Finding) => {
        child.off('message', onMessage).off('close', onClose);
        resolve(finding);
      };
      const onMessage = (reply: unknown) => {
        if ((reply as Reply).id === id) settle((reply as Reply).finding);
      };
      const onClose = (code: number | null, signal: string | null) =>
        settle({ kind: 'died', how: `${signal ?? `exit code ${code}`}: ${this.#words.trim()}` });
      child.on('message', onMessage).on('close', onClose);
      child.send({ id, folder } satisfies Order, () => {});
    });
  }

  #end(): void {
    this.#child?.kill('SIGKILL');
    this.#child = undefined;
  }
}
