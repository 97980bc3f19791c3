import { ClozeError } from '../../src/core/errors.js';
import { type OpenClient, openClient } from './client.js';
import { type Hang, hanging } from './hanging.js';
import { type Answer, ask, fillParams } from './load.js';
import { endProcess, isAlive, sleep, within } from './processes.js';
import { Random } from './random.js';
import type { Scenario } from './scenario.js';
import type { Tally } from './tally.js';

/** Where nothing hangs at load, a busy machine may take its time for that. */
const PATIENCE = { loadSeconds: 20, answerSeconds: 1, progressSeconds: 4 };
const AT_LOAD = { ...PATIENCE, loadSeconds: 2 };
/** Two processes run out of patience, and start. */
const LIMIT = 20_000;
/** Whoever cancels is told at once; what is left is the time of a busy machine. */
const AT_ONCE = 200;
const POISON = { method: 'fill', params: fillParams('HANG in the [MASK].') } as const;
const GOOD = { method: 'fill', params: fillParams('All is [MASK].') } as const;

type Case = (engine: string, random: Random, tally: Tally) => Promise<void>;

/**
 * The engine stops to answer: in a loop, in a native wait, stopped by a signal, or all but that it is alive; when it
 * loads, works or is idle.
 */
export const hang: Scenario = {
  name: 'hang',
  isHost: true,
  async run({ engine, full, seed }, tally) {
    const cases: Case[] = [
      atRequest('busy'),
      atRequest('blocked'),
      atRequest('deaf'),
      atLoad('busy'),
      atLoad('blocked'),
      atLoad('deaf'),
      cancelledAtLoad,
      stoppedAtWork,
      stoppedWhenEnded,
    ];
    const all = full ? [...cases, ...cases, ...cases] : cases;
    // One at a time: where two busy loops take both cores, an engine that is to start waits for one, and its host with it.
    for (const [i, run] of all.entries()) await run(engine, new Random(seed + i), tally);
    tally.done = `${all.length} hung engines`;
  },
};

function atRequest(how: Hang): Case {
  return async (engine, random, tally) => {
    using client = openClient({ script: engine, patience: PATIENCE, env: hanging(how, 'fill') });
    await client.engine.start();
    expectAnswer(await ask(client, GOOD, LIMIT), 'answered', tally);
    const poison = ask(client, POISON, LIMIT);
    await sleep(random.between(0, 3000));
    const beside = ask(client, GOOD, LIMIT);
    expectAnswer(await poison, 'engine-hung', tally);
    // The request beside may be refused, too: it was in both processes that hung.
    const other = await beside;
    if (!(other instanceof ClozeError && other.code === 'engine-hung')) expectAnswer(other, 'answered', tally);
    expectAnswer(await ask(client, GOOD, LIMIT), 'answered', tally);
    await expectNoneLeft(client, tally);
  };
}

function atLoad(how: Hang): Case {
  return async (engine, _, tally) => {
    using client = openClient({ script: engine, patience: AT_LOAD, env: hanging(how, 'load') });
    const answer = ask(client, GOOD, LIMIT);
    client.pids.add(client.engine.pid ?? 0);
    expectAnswer(await answer, 'engine-hung', tally);
    await expectNoneLeft(client, tally);
  };
}

/** Nobody has to wait for an engine of which nothing is wanted any more. */
const cancelledAtLoad: Case = async (engine, random, tally) => {
  using client = openClient({ script: engine, patience: AT_LOAD, env: hanging('blocked', 'load') });
  const controller = new AbortController();
  const answer = ask(client, GOOD, LIMIT, controller.signal);
  await sleep(random.between(100, 1000));
  client.pids.add(client.engine.pid ?? 0);
  const cancelled = performance.now();
  controller.abort();
  expectAnswer(await answer, 'cancelled', tally);
  const late = performance.now() - cancelled;
  if (late > AT_ONCE) tally.violation(`told of its own cancellation after more than ${AT_ONCE} ms`, `${late} ms`);
  await expectNoneLeft(client, tally);
};

const stoppedAtWork: Case = async (engine, random, tally) => {
  using client = openClient({ script: engine, patience: PATIENCE });
  await client.engine.start();
  const long = ask(client, { method: 'fill', params: fillParams('The [MASK] was there. '.repeat(1500)) }, LIMIT);
  await sleep(random.between(0, 200));
  process.kill(client.engine.pid as number, 'SIGSTOP');
  expectAnswer(await long, 'answered', tally);
  await expectNoneLeft(client, tally);
};

const stoppedWhenEnded: Case = async (engine, random, tally) => {
  using client = openClient({ script: engine, patience: PATIENCE });
  await client.engine.start();
  process.kill(client.engine.pid as number, 'SIGSTOP');
  if (random.chance(0.5)) client.engine.restart();
  tally.count('stopped when ended');
  await expectNoneLeft(client, tally);
};

function expectAnswer(answer: Answer, expected: string, tally: Tally): void {
  const outcome = answer instanceof ClozeError ? answer.code : answer;
  tally.count(outcome);
  if (outcome !== expected) tally.violation(`${outcome} instead of ${expected}`, String(answer));
}

async function expectNoneLeft({ engine, pids }: OpenClient, tally: Tally): Promise<void> {
  engine.dispose();
  const left = () => [...pids].filter((pid) => pid > 0 && isAlive(pid));
  if (await within(3000, () => left().length === 0)) return;
  tally.violation('a hung engine outlived its client');
  left().forEach(endProcess);
}
