import { BUNDLED } from './models.js';

/** How many times as fast as the peer one mask in 64 tokens should be, by model. */
export const FILL_TARGETS: Readonly<Record<string, number>> = {
  '2x128/16k': 4,
  [BUNDLED]: 4, // of the same shape
  '4x256/30k': 3,
  '6x320/20k': 1.8,
  base: 1.25,
};
/** The length of text that `FILL_TARGETS` is about, in tokens. */
export const FILL_TARGET_TOKENS = 64;

/** How many times as many sentences of unequal lengths a second as the peer at its best. */
export const EMBED_TARGET = 2;

/** The most anonymous memory that the engine should take, in MiB, by the size of its weights as fp32. */
export function memoryTarget(weightsMiB: number): number {
  return 1.4 * weightsMiB + 150;
}

/** How many times as long the slowest twentieth of a person's requests may take while background work runs. */
export const BACKGROUND_TARGET = 2;
