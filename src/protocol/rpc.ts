import { ClozeError, type ErrorCode, toClozeError } from '../core/errors.js';
import { isRecord } from '../core/json.js';

/** What one side can be asked: method name -> what it takes and gives. */
export type Methods = Record<string, { params: unknown; result: unknown }>;

export type Handlers<M extends Methods> = {
  readonly [K in keyof M]: (params: M[K]['params'], signal: AbortSignal) => Promise<M[K]['result']> | M[K]['result'];
};

/** One end of a pipe for messages that survive the structured clone. */
export interface Port {
  post(message: unknown): void;
}

type Message =
  | { readonly kind: 'call'; readonly id: number; readonly method: string; readonly params: unknown }
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'result'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly code: ErrorCode; readonly message: string };

interface Pending {
  resolve(result: unknown): void;
  reject(error: ClozeError): void;
  readonly onAbort: () => void;
  readonly signal: AbortSignal | undefined;
}

/**
 * Typed calls in both directions over a port; used for the engine process and for webviews. Feed it what arrives with
 * `receive`. Messages of another shape are ignored.
 */
export class Rpc<Local extends Methods, Remote extends Methods> {
  readonly #pending = new Map<number, Pending>();
  readonly #running = new Map<number, AbortController>();
  /** Begins anywhere: a page that is loaded again must not take for its own what its forerunner asked for. */
  #lastId = Math.trunc(Math.random() * 2 ** 40);
  #closed: ClozeError | undefined;

  constructor(
    private readonly port: Port,
    private readonly handlers: Handlers<Local>,
  ) {}

  /**
   * Asks the other side. An aborted call rejects with `cancelled` at once, and the other side is told.
   * @throws ClozeError with the code that the other side gave
   */
  call<K extends keyof Remote & string>(
    method: K,
    params: Remote[K]['params'],
    signal?: AbortSignal,
  ): Promise<Remote[K]['result']> {
    if (this.#closed) return Promise.reject(this.#closed);
    if (signal?.aborted) return Promise.reject(cancelled());
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        this.#settle(id)?.reject(cancelled());
        this.port.post({ kind: 'cancel', id } satisfies Message);
      };
      this.#pending.set(id, { resolve, reject, onAbort, signal });
      signal?.addEventListener('abort', onAbort, { once: true });
      try {
        this.port.post({ kind: 'call', id, method, params } satisfies Message);
      } catch (error) {
        this.#settle(id)?.reject(toClozeError(error));
      }
    });
  }

  /** Takes a message that came through the port. */
  receive(message: unknown): void {
    if (!isMessage(message)) return;
    switch (message.kind) {
      case 'call':
        void this.#answer(message);
        break;
      case 'cancel':
        this.#running.get(message.id)?.abort();
        break;
      case 'result':
        this.#settle(message.id)?.resolve(message.result);
        break;
      case 'error':
        this.#settle(message.id)?.reject(new ClozeError(message.code, message.message));
        break;
    }
  }

  /** Rejects every call that waits or is still to come, and aborts every one that is being answered. */
  close(reason: ClozeError): void {
    this.#closed ??= reason;
    for (const id of [...this.#pending.keys()]) this.#settle(id)?.reject(reason);
    for (const controller of this.#running.values()) controller.abort();
  }

  #settle(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    pending?.signal?.removeEventListener('abort', pending.onAbort);
    return pending;
  }

  async #answer({ id, method, params }: Message & { kind: 'call' }): Promise<void> {
    const controller = new AbortController();
    this.#running.set(id, controller);
    try {
      const handler = Object.hasOwn(this.handlers, method) ? this.handlers[method] : undefined;
      if (!handler) throw new ClozeError('internal', `There is no method ${method}.`);
      const result = await handler(params, controller.signal);
      this.port.post({ kind: 'result', id, result } satisfies Message);
    } catch (error) {
      const { code, message } = toClozeError(error);
      this.port.post({ kind: 'error', id, code, message } satisfies Message);
    } finally {
      this.#running.delete(id);
    }
  }
}

function cancelled(): ClozeError {
  return new ClozeError('cancelled', 'The request was cancelled.');
}

function isMessage(value: unknown): value is Message {
  return isRecord(value) && typeof value['kind'] === 'string' && typeof value['id'] === 'number';
}
