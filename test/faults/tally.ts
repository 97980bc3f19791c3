/** At most so many violations of one kind are kept word for word. */
const KEPT = 3;

/** How often what happened, and what must not have. */
export class Tally {
  /** What was done, in a few words. */
  done = '';
  /** More to print, a line each. */
  readonly notes: string[] = [];
  readonly #counts = new Map<string, number>();
  readonly #violations = new Map<string, string[]>();
  #violated = 0;

  count(outcome: string, times = 1): void {
    this.#counts.set(outcome, (this.#counts.get(outcome) ?? 0) + times);
  }

  /**
   * Something happened that must not.
   * @param kind violations of one kind are shown together
   * @returns whether this one is among the few of its kind that are kept
   */
  violation(kind: string, details = ''): boolean {
    this.#violated += 1;
    const known = this.#violations.get(kind) ?? [];
    this.#violations.set(kind, [...known, details]);
    return known.length < KEPT;
  }

  get violated(): number {
    return this.#violated;
  }

  get counts(): string {
    return Array.from(this.#counts, ([outcome, times]) => `${times} ${outcome}`).join(', ');
  }

  /** One line a kind, with a few of its cases below. */
  get violations(): string[] {
    return Array.from(this.#violations, ([kind, all]) => {
      const some = all.slice(0, KEPT).filter((details) => details !== '');
      return [`${all.length} times: ${kind}`, ...some.map((details) => `    ${details}`)].join('\n');
    });
  }
}
