import { type Blocks, LONGEST_BLOCK, watchForBlocks } from '../support/blocks.js';
import { watchIdle } from './idle.js';
import type { Scenario, Setting } from './scenario.js';
import { Tally } from './tally.js';

interface Measured extends Blocks {
  /** The longest that an idle process had to wait. */
  readonly idle: number;
}

export interface Report {
  readonly violated: number;
  readonly text: string;
}

/**
 * Runs a scenario. A block of the host counts when it is too long, longer than an idle process beside it had to wait,
 * and the same seed shows one again: the collection of garbage takes its time, too, as does a machine that lets a process
 * wait which is being started.
 */
export async function runScenario(scenario: Scenario, setting: Setting): Promise<Report> {
  const started = performance.now();
  const tally = new Tally();
  const first = await measured(scenario, setting, tally);
  let blocks = '';
  if (scenario.isHost) {
    blocks = `; longest block ${shown(first)}`;
    if (isTooLong(first)) {
      const again = await measured(scenario, setting, new Tally());
      blocks += `, again ${shown(again)}`;
      if (isTooLong(again)) tally.violation(`the host was blocked for more than ${LONGEST_BLOCK} ms`);
    }
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  const line = `${scenario.name}: ${tally.done}: ${tally.counts}${blocks}; seed ${setting.seed}; ${seconds} s`;
  const below = [...tally.notes, ...tally.violations.map((violation) => `VIOLATION ${violation}`)];
  return { violated: tally.violated, text: [line, ...below.map((text) => text.replace(/^/gm, '  '))].join('\n') };
}

async function measured(scenario: Scenario, setting: Setting, tally: Tally): Promise<Measured> {
  const idle = scenario.isHost ? await watchIdle() : undefined;
  const blocks = watchForBlocks();
  try {
    await scenario.run(setting, tally);
  } catch (error) {
    tally.violation('the scenario itself failed', error instanceof Error ? error.stack : String(error));
  }
  return { ...blocks.stop(), idle: (await idle?.stop()) ?? 0 };
}

function isTooLong({ own, idle }: Measured): boolean {
  return own > Math.max(LONGEST_BLOCK, idle);
}

function shown({ own, all, idle }: Measured): string {
  const beside = `${all.toFixed(1)} ms with the turns of other programs, ${idle.toFixed(1)} ms in an idle process`;
  return `${own.toFixed(1)} ms (${beside})`;
}
