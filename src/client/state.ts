import type { ClozeError } from '../core/errors.js';
import type { ModelInfo } from '../protocol/engine.js';

/** What the engine process is doing, as a person may want to know it. */
export type EngineState =
  /** No process: nothing was asked yet, or it was idle for long. The next request starts it. */
  | { readonly kind: 'idle' }
  /** The process starts and loads the model. */
  | { readonly kind: 'loading'; readonly model: string }
  | { readonly kind: 'ready'; readonly info: ModelInfo }
  /** The model or the process failed; `error` says how. */
  | { readonly kind: 'failed'; readonly error: ClozeError };
