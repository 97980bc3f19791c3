import type { Strategy } from './joint.js';
import { leftToRight, surestFirst } from './order.js';

/** The likeliest token of each mask, from left to right. */
export const GREEDY: Strategy = { beam: 1, branch: 1, order: leftToRight };

const BEAM = 8;
const BRANCH = 8;
/** So many sequences may run for a text, or as many as it has masks. */
const SEQUENCES = 256;

/**
 * How masks are filled together. The beam is narrower where there are many, so that no more than 256 sequences or one
 * for each mask are run: it is 8 for up to 32 masks, and 1 from 129.
 */
export function jointStrategy(masks: number): Strategy {
  const beam = Math.max(1, Math.min(BEAM, Math.floor(SEQUENCES / masks)));
  return beam === 1
    ? { beam, branch: 1, order: surestFirst(1, 1) }
    : { beam, branch: BRANCH, order: surestFirst(3, 2) };
}

/** So often at most a joint solution is improved; each time, a sequence runs for every mask. */
export function refinementRounds(masks: number): number {
  return masks * 3 <= SEQUENCES ? 3 : 1;
}
