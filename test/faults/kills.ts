import { ClozeError } from '../../src/core/errors.js';
import { type OpenClient, openClient } from './client.js';
import { type Answer, anyWish, ask, fillParams } from './load.js';
import { endProcess, isAlive, sleep, within } from './processes.js';
import { Random, seedOf } from './random.js';
import type { Scenario } from './scenario.js';
import type { Tally } from './tally.js';

/** Those who ask at the same time. */
const ASKERS = 6;
/** Longer than the longest wait between two starts of an engine. */
const LIMIT = 60_000;

/** The engine is killed again and again while several ask it without a pause. */
export const kills: Scenario = {
  name: 'kills',
  isHost: true,
  async run({ engine, full, seed }, tally) {
    const times = full ? 200 : 10;
    using client = openClient({ script: engine });
    const over = new AbortController();
    const askers = Array.from({ length: ASKERS }, (_, i) =>
      keepAsking(client, new Random(seedOf(seed, i)), over, tally),
    );
    await kill(client, times, new Random(seed), tally);
    over.abort();
    await Promise.all(askers);
    const askLast = () => ask(client, { method: 'fill', params: fillParams('All is [MASK].') }, LIMIT);
    let last = await askLast();
    // After several crashes without an answer in between, there is a pause before the next start.
    for (const end = performance.now() + LIMIT; isCrash(last) && performance.now() < end; last = await askLast()) {
      await sleep(500);
    }
    if (last !== 'answered') tally.violation('no answer after the last kill', String(last));
    client.engine.dispose();
    const left = [...client.pids].filter((pid) => isAlive(pid));
    if (!(await within(5000, () => !left.some(isAlive)))) {
      tally.violation('an engine outlived its client');
      left.forEach(endProcess);
    }
    tally.done = `${times} kills under load`;
  },
};

function isCrash(answer: Answer): boolean {
  return answer instanceof ClozeError && answer.code === 'engine-crashed';
}

async function keepAsking(client: OpenClient, random: Random, over: AbortController, tally: Tally): Promise<void> {
  while (!over.signal.aborted) {
    const answer = await ask(client, anyWish(random), LIMIT);
    if (typeof answer === 'string') {
      if (answer === 'answered') tally.count(answer);
      else tally.violation(answer);
    } else if (answer.code === 'engine-crashed' && /ended by SIG(KILL|TERM)/.test(answer.message)) {
      tally.count('refused because two kills hit them');
      await sleep(200);
    } else {
      tally.violation(`error ${answer.code}`, answer.message);
    }
  }
}

/** Some in the middle of the start, most while it works. */
async function kill({ engine, pids }: OpenClient, times: number, random: Random, tally: Tally): Promise<void> {
  for (let i = 0; i < times; i++) {
    if (!(await within(LIMIT, () => engine.pid !== undefined))) {
      tally.violation('no engine was started any more');
      return;
    }
    if (random.chance(0.8)) await within(LIMIT, () => engine.state.kind === 'ready');
    await sleep(random.between(0, 300));
    const pid = engine.pid;
    if (pid === undefined) continue;
    pids.add(pid);
    tally.count(engine.state.kind === 'loading' ? 'killed while starting' : 'killed while working');
    process.kill(pid, random.chance(0.8) ? 'SIGKILL' : 'SIGTERM');
    await within(5000, () => engine.pid !== pid);
  }
}
