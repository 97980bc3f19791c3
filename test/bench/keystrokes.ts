// From a keystroke to the answer, with the bundled models on the CPU, through the engine's process: what a person waits for
// who types at an ordinary pace, and what becomes of the requests of one who types faster than the model answers.
import { rmSync } from 'node:fs';
import path from 'node:path';
import { BUNDLED_MODELS } from '../../src/catalog/bundled.js';
import type { EngineClient } from '../../src/client/engineClient.js';
import { toClozeError } from '../../src/core/errors.js';
import { ORDINARY_SENTENCES } from '../../src/core/ordinaryText.js';
import { bundleScripts } from './bundle.js';
import { createClient } from './contenders/forked.js';
import { machine } from './machine.js';
import { quantile, sleep } from './measure.js';

/** So much text is before what is typed, in the language that takes longest to read. */
const BEFORE = `${ORDINARY_SENTENCES.join(' ').repeat(3)}\n\n`;
const BEHIND = `\n\n${ORDINARY_SENTENCES.slice(0, 2).join(' ')}`;
const LANGUAGE = 'markdown';
/** Milliseconds between two letters: of an ordinary typist, and of a key that is held down. */
const ORDINARY = 150;
const FAST = 10;

type Ask = (typed: string) => Promise<unknown>;

function features(client: EngineClient): Record<string, Ask> {
  const place = (typed: string) => {
    return { text: BEFORE + typed + BEHIND, offset: BEFORE.length + typed.length, language: LANGUAGE, proseOnly: true };
  };
  const urgency = (key: string) => ({ lane: 'interactive', key }) as const;
  return {
    'word completion': (typed) => client.call('completeWord', { ...place(typed), top: 10, ...urgency('words') }),
    'ghost text': (typed) => client.call('suggestAt', { ...place(typed), top: 1, ...urgency('inline') }),
    'list on a mask': (typed) => {
      const { text, offset } = place(`${typed} [MASK]`);
      const request = { text, offset: offset - '[MASK]'.length, language: LANGUAGE, spelling: '', top: 10, pieces: 3 };
      return client.call('fillAt', { ...request, ...urgency('completions') });
    },
  };
}

/**
 * Types a sentence and asks at each letter.
 * @param patient waits for each answer before the next letter
 * @returns the answers in milliseconds, and how many requests newer ones displaced
 */
async function type(ask: Ask, sentence: string, pause: number, patient: boolean) {
  const times: number[] = [];
  let superseded = 0;
  const asked: Promise<void>[] = [];
  for (let length = 1; length <= sentence.length; length++) {
    const started = performance.now();
    const answer = ask(sentence.slice(0, length)).then(
      () => void times.push(performance.now() - started),
      (error: unknown) => {
        if (toClozeError(error).code !== 'superseded') throw error;
        superseded += 1;
      },
    );
    asked.push(answer);
    if (patient) await answer;
    await sleep(pause);
  }
  await Promise.all(asked);
  return { times, superseded };
}

async function measure(client: EngineClient): Promise<void> {
  const sentences = ORDINARY_SENTENCES.slice(2, 5);
  console.log('| feature | p50 | p95 | longest | held key: requests | of them displaced | p95 of the others |');
  console.log('|---|---|---|---|---|---|---|');
  for (const [name, ask] of Object.entries(features(client))) {
    await type(ask, (sentences[0] as string).slice(0, 20), ORDINARY, true); // to warm up
    const times: number[] = [];
    for (const sentence of sentences) times.push(...(await type(ask, sentence, ORDINARY, true)).times);
    const fast = await type(ask, sentences.join(' '), FAST, false);
    const [p50, p95, most, held] = [
      quantile(times, 0.5),
      quantile(times, 0.95),
      Math.max(...times),
      quantile(fast.times, 0.95),
    ].map((value) => value.toFixed(1));
    const requests = fast.times.length + fast.superseded;
    console.log(`| ${name} | ${p50} | ${p95} | ${most} | ${requests} | ${fast.superseded} | ${held} |`);
  }
}

const scripts = await bundleScripts();
const { load, processor, cores } = machine('hf');
console.log(`${processor}, ${cores} cores, load before: ${load.toFixed(1)}. Milliseconds from the keystroke.`);
for (const model of BUNDLED_MODELS) {
  console.log(`\n${model}\n`);
  const client = createClient(scripts.engine, path.resolve('models', model));
  await measure(client).finally(() => client.dispose());
}
rmSync(scripts.folder, { recursive: true });
