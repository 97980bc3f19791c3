import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { EngineDoes } from './orphan-host.js';
import { endProcess, inTime, isAlive, sleep, within } from './processes.js';
import { Random, seedOf } from './random.js';
import type { Scenario } from './scenario.js';
import type { Tally } from './tally.js';

/** An engine without a host may live for so long, in milliseconds. */
const LIMIT = 5000;
const STATES: readonly EngineDoes[] = ['idle', 'starting', 'computing', 'hung', 'hung at load'];

/** The host is killed, which it cannot notice: its engine must end by itself, whatever it is doing. */
export const orphans: Scenario = {
  name: 'orphans',
  isHost: false,
  async run({ engine, full, seed }, tally) {
    const runs = Array.from({ length: full ? 40 : STATES.length }, (_, i) => i);
    for (const i of runs) {
      await killHost(engine, STATES[i % STATES.length] as EngineDoes, new Random(seedOf(seed, i)), tally);
    }
    tally.done = `${runs.length} hosts killed by SIGKILL`;
  },
};

async function killHost(engine: string, does: EngineDoes, random: Random, tally: Tally): Promise<void> {
  const order = JSON.stringify({ engine, does, how: random.chance(0.5) ? 'busy' : 'blocked' });
  const args = ['--import', 'tsx', path.join(import.meta.dirname, 'orphan-host.ts'), order];
  const host = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [line] = await inTime(20_000, firstLine(host.stdout), []);
    const pid = Number(/^engine (\d+)$/.exec(line ?? '')?.[1]);
    if (!pid) {
      tally.violation('the host did not start an engine', line);
      return;
    }
    await sleep(random.between(0, does === 'starting' ? 150 : 500));
    if (!isAlive(pid)) tally.violation(`the engine that should be ${does} had ended before`);
    host.kill('SIGKILL');
    const gone = await within(LIMIT, () => !isAlive(pid));
    tally.count(gone ? `gone (${does})` : `orphans (${does})`);
    if (!gone) {
      tally.violation(`the engine was ${does} and outlived its host by more than ${LIMIT / 1000} s`, order);
      endProcess(pid);
    }
  } finally {
    host.kill('SIGKILL');
  }
}

function firstLine(stream: NodeJS.ReadableStream): Promise<string[]> {
  return new Promise((resolve) => createInterface(stream).once('line', (line) => resolve([line])));
}
