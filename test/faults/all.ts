import { cancellations } from './cancellations.js';
import { copyFull } from './copy-full.js';
import { damaged } from './damaged.js';
import { diskFull } from './disk-full.js';
import { hang } from './hang.js';
import { kills } from './kills.js';
import { mutations } from './mutations.js';
import { orphans } from './orphans.js';
import type { Scenario } from './scenario.js';
import { truncations } from './truncations.js';

export const SCENARIOS: readonly Scenario[] = [
  kills,
  hang,
  cancellations,
  orphans,
  diskFull,
  copyFull,
  damaged,
  truncations,
  mutations,
];

/** @throws Error for a name that no scenario has */
export function chosen(name: string | undefined): readonly Scenario[] {
  const found = SCENARIOS.filter((scenario) => name === undefined || scenario.name === name);
  if (found.length > 0) return found;
  throw new Error(`No such scenario: ${name}. Scenarios: ${SCENARIOS.map((scenario) => scenario.name).join(', ')}.`);
}
