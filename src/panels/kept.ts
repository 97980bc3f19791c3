interface Making<T> {
  readonly key: string;
  readonly controller: AbortController;
  readonly value: Promise<T>;
}

/** The last result, or the one that is being made, with what it is for. */
export class Kept<T> {
  #kept: { readonly key: string; readonly value: T } | undefined;
  #making: Making<T> | undefined;

  /**
   * The kept one, or the one that is being made, when it is for the same; else a new one, and what is being made for
   * something else is given up. It is kept unless `clear` was called meanwhile.
   * @param signal ends what is being made, whoever asked for it first
   */
  async get(key: string, signal: AbortSignal, make: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (this.#kept?.key === key) return this.#kept.value;
    if (this.#making?.key !== key || this.#making.controller.signal.aborted) {
      this.#making?.controller.abort();
      this.#making = this.#start(key, make);
    }
    const { controller, value } = this.#making;
    const abort = () => controller.abort();
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    try {
      return await value;
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  get value(): T | undefined {
    return this.#kept?.value;
  }

  clear(): void {
    this.#making = undefined;
    this.#kept = undefined;
  }

  #start(key: string, make: (signal: AbortSignal) => Promise<T>): Making<T> {
    const controller = new AbortController();
    const making = { key, controller, value: make(controller.signal) };
    const end = (kept?: { readonly key: string; readonly value: T }) => {
      if (this.#making !== making) return;
      this.#making = undefined;
      if (kept) this.#kept = kept;
    };
    making.value.then(
      (value) => end({ key, value }),
      () => end(),
    );
    return making;
  }
}
