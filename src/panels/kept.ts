/** The last result, with what it was made for. */
export class Kept<T> {
  #kept: { readonly key: string; readonly value: T } | undefined;
  #round = 0;

  /** The kept one when it was made for the same; else a new one, which is kept unless `clear` was called meanwhile. */
  async get(key: string, make: () => Promise<T>): Promise<T> {
    if (this.#kept?.key === key) return this.#kept.value;
    const round = this.#round;
    const value = await make();
    if (round === this.#round) this.#kept = { key, value };
    return value;
  }

  get value(): T | undefined {
    return this.#kept?.value;
  }

  clear(): void {
    this.#round += 1;
    this.#kept = undefined;
  }
}
