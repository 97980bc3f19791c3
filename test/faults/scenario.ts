import type { Tally } from './tally.js';

export interface Setting {
  /** The built engine. */
  readonly engine: string;
  /** The full size, or the short form for every `npm test`. */
  readonly full: boolean;
  readonly seed: number;
}

/** One kind of fault, done many times. */
export interface Scenario {
  readonly name: string;
  /** The calling process does what a host of the engine does and little else: it must not be blocked. */
  readonly isHost: boolean;
  /** Does what it is about and records in `tally` how it went. */
  run(setting: Setting, tally: Tally): Promise<void>;
}
