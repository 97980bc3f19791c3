import { ClozeError } from '../core/errors.js';

/** Newest wins: of the requests with one key, only the last is still wanted. */
export class Newest {
  readonly #open = new Map<string, AbortController>();

  /**
   * Opens a request and gives up the one before it with the same key. Call this as soon as the request arrives, before
   * anything is awaited: the order of arrival decides.
   * @returns what is aborted when a newer request comes (with the reason `superseded`) or `signal` is, and a function
   * to call when the request is done
   */
  open(key: string | undefined, signal: AbortSignal): { signal: AbortSignal; done: () => void } {
    if (key === undefined) return { signal, done: () => {} };
    this.#open.get(key)?.abort(new ClozeError('superseded', 'A newer request took the place of this one.'));
    const controller = new AbortController();
    this.#open.set(key, controller);
    const done = () => {
      if (this.#open.get(key) === controller) this.#open.delete(key);
    };
    return { signal: AbortSignal.any([signal, controller.signal]), done };
  }
}
