import { getEventListeners } from 'node:events';
import type { Urgency } from '../../src/protocol/engine.js';
import { type OpenClient, openClient } from './client.js';
import { anyWish, ask, fillParams } from './load.js';
import { sleep } from './processes.js';
import { Random, seedOf } from './random.js';
import type { Scenario } from './scenario.js';
import type { Tally } from './tally.js';

const LIMIT = 60_000;
/** Whoever cancels is told at once; what is left is the time of a busy machine. */
const AT_ONCE = 200;

/** Very many requests at once, to an engine that is not even started; about half are cancelled at any moment. */
export const cancellations: Scenario = {
  name: 'cancellations',
  isHost: true,
  async run({ engine, full, seed }, tally) {
    const times = full ? 1000 : 100;
    using client = openClient({ script: engine });
    const requests: Promise<void>[] = [];
    for (let i = 0; i < times; i++) {
      requests.push(request(client, new Random(seedOf(seed, i)), full, tally));
      // To make so many takes its time, which is not the client's.
      if (i % 50 === 0) await sleep(0);
    }
    await Promise.all(requests);
    const last = await ask(client, { method: 'fill', params: fillParams('All is [MASK].') }, LIMIT);
    if (last !== 'answered') tally.violation('no answer after the cancellations', String(last));
    if (client.pids.size !== 1) tally.violation(`there were ${client.pids.size} engine processes instead of 1`);
    tally.done = `${times} concurrent requests, half of them cancelled at random`;
  },
};

async function request(client: OpenClient, random: Random, full: boolean, tally: Tally): Promise<void> {
  const urgency: Urgency = {
    lane: random.chance(0.5) ? 'interactive' : 'background',
    ...(random.chance(0.2) && { key: `place ${random.below(20)}` }),
  };
  const wish = anyWish(random, urgency);
  const controller = new AbortController();
  let cancelledAt: number | undefined;
  if (random.chance(0.5)) {
    void sleep(random.between(0, full ? 4000 : 1000)).then(() => {
      cancelledAt = performance.now();
      controller.abort();
    });
  }
  const answer = await ask(client, wish, LIMIT, controller.signal);
  const outcome = typeof answer === 'string' ? answer : answer.code;
  if (!['answered', 'cancelled', 'superseded'].includes(outcome)) tally.violation(outcome, String(answer));
  if (outcome === 'superseded' && urgency.key === undefined) tally.violation('superseded without a key');
  if (outcome === 'cancelled') {
    const late = performance.now() - (cancelledAt ?? Number.NaN);
    if (!(late < AT_ONCE)) tally.violation(`told of its own cancellation after more than ${AT_ONCE} ms`, `${late} ms`);
  }
  if (getEventListeners(controller.signal, 'abort').length > 0) tally.violation('a listener was left on a signal');
  tally.count(outcome);
}
