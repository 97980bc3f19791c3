import { toClozeError } from '../../../src/core/errors.js';
import { TOP } from '../contenders/contender.js';
import type { ForkedEngine } from '../contenders/forked.js';
import { embedParams } from '../contenders/ours.js';
import { quantile, sleep } from '../measure.js';
import { randomNumbers } from '../random-checkpoint.js';
import { BACKGROUND_TARGET } from '../targets.js';
import { maskedTexts, raggedSentences } from '../texts.js';
import { clockForkedFill } from './contest.js';

/** Milliseconds of one mask in 64 tokens, through the engine's process: half and 95 % of the requests are faster. */
export interface Latency {
  readonly p50: number;
  readonly p95: number;
}

/** A person's requests while nothing else runs, and while sentences are embedded in the background all the time. */
export interface BackgroundResult {
  readonly requests: number;
  readonly idle: Latency;
  readonly busy: Latency;
  /** Of the two p95. */
  readonly ratio: number;
  readonly target: number;
}

const REQUESTS = 100;

export async function measureBackground(engine: ForkedEngine, words: readonly string[]): Promise<BackgroundResult> {
  const texts = maskedTexts(words, 64, 8);
  const requests = () => askNowAndThen(engine, texts);
  await requests(); // to warm up
  const idle = latency(await requests());
  const end = new AbortController();
  const work = embedUntil(engine, raggedSentences(words, 2048), end.signal);
  await sleep(500);
  const busy = latency(await requests());
  end.abort();
  await work;
  return { requests: REQUESTS, idle, busy, ratio: busy.p95 / idle.p95, target: BACKGROUND_TARGET };
}

/** Requests as of a person: one after the other, with pauses of unequal lengths. */
async function askNowAndThen(engine: ForkedEngine, texts: readonly string[]): Promise<number[]> {
  const random = randomNumbers(11);
  const times: number[] = [];
  for (let i = 0; i < REQUESTS; i++) {
    await sleep(50 + 50 * random());
    times.push(await clockForkedFill(engine, texts[i % texts.length] as string, TOP));
  }
  return times;
}

async function embedUntil({ client, layers }: ForkedEngine, texts: readonly string[], signal: AbortSignal) {
  const params = embedParams(texts, layers, { lane: 'background' });
  while (!signal.aborted) {
    await client.call('embed', params, signal).catch((error: unknown) => {
      if (toClozeError(error).code !== 'cancelled') throw error;
    });
  }
}

function latency(times: readonly number[]): Latency {
  return { p50: quantile(times, 0.5), p95: quantile(times, 0.95) };
}
