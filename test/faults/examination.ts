import type { ErrorCode } from '../../src/core/errors.js';

/** What a folder with a model is put through, in a process of its own (examiner-process.ts). */
export interface Order {
  readonly id: number;
  readonly folder: string;
}

/** The model answered everything, or why not. */
export type Finding =
  | { readonly kind: 'answered' }
  /** It answered with numbers that are none. */
  | { readonly kind: 'not finite' }
  | { readonly kind: 'refused'; readonly at: string; readonly code: ErrorCode; readonly message: string }
  /** The process ended. */
  | { readonly kind: 'died'; readonly how: string }
  /** It did not come to an end and was ended. */
  | { readonly kind: 'hung' };

export interface Reply {
  readonly id: number;
  readonly finding: Finding;
}
