/** To send a request takes about 25 microseconds. */
const AT_ONCE = 100;

/** A gate for the many that wait for one engine: all at once they would keep the host from its other work. */
export class Turns {
  #passed = 0;

  /** Resolves in this turn of the event loop, or in a later one when so many have passed in this. */
  async pass(): Promise<void> {
    while (this.#passed >= AT_ONCE) await new Promise((resolve) => setImmediate(resolve));
    if (this.#passed === 0) {
      setImmediate(() => {
        this.#passed = 0;
      });
    }
    this.#passed += 1;
  }
}
