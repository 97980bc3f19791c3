import type { Strategy } from './joint.js';
import { leftToRight, surestFirst } from './order.js';

/** The likeliest token of each mask, from left to right. */
export const GREEDY: Strategy = { beam: 1, branch: 1, order: leftToRight };

const BEAM = 4;
/** So many sequences may run for a text, besides one for each mask. */
const SEQUENCES = 128;

/**
 * How masks are filled together. The beam is narrower where there are many, so that no more than one sequence for each
 * mask or 128 in all are run: it is 4 for up to 32 masks, and 1 from 65.
 */
export function jointStrategy(masks: number): Strategy {
  const beam = Math.max(1, Math.min(BEAM, Math.floor(SEQUENCES / masks)));
  return beam === 1 ? { beam, branch: 1, order: surestFirst(1, 1) } : { beam, branch: 4, order: surestFirst(3, 2) };
}

/** So often a joint solution is improved: a round for every mask again runs a sequence for every mask. */
export function refinementRounds(masks: number): number {
  return masks * 3 <= SEQUENCES ? 3 : 1;
}
