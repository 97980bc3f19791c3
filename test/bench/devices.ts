// The task graph on every device that ONNX Runtime has here, beside the CPU in fp32: how far its answers are from the
// CPU's, how long one text and 64 take, and where the nodes run. `npm run bench:devices -- [--rounds N] MODEL_FOLDER...`
//
// It needs ONNX Runtime alone: bundled (esbuild, as in bundle.ts), it can be carried to a machine that has only Node.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readCheckpoint } from '../../src/checkpoint/checkpoint.js';
import { compileTasks } from '../../src/checkpoint/compile.js';
import { graphOptions } from '../../src/engine/graphOptions.js';
import { poolFeeds } from '../../src/engine/queries/pool.js';
import { sequenceFeeds } from '../../src/engine/queries/sequence.js';
import { tokenAnswers, tokenFeeds } from '../../src/engine/queries/tokens.js';
import { runtimeFacts } from '../../src/engine/runtime.js';
import { Session } from '../../src/engine/session.js';
import type { Device } from '../../src/protocol/engine.js';
import { counted, placement } from '../support/placement.js';
import { median, time } from './measure.js';
import { randomNumbers } from './random-checkpoint.js';

const LENGTH = 64;
const BATCHES = [1, 64];
const OUTPUTS = ['topk_logprobs', 'topk_ids', 'target_logprobs', 'entropy'];

interface Way {
  readonly device: Device;
  readonly half: boolean;
}

/** What one way of computing gives for the largest batch, and its times. */
interface Found {
  /** The first word of each text, and the natural log of its probability. */
  readonly ids: readonly number[];
  readonly logprobs: readonly number[];
  readonly loadMilliseconds: number;
  /** Of a batch, by `BATCHES`. */
  readonly milliseconds: readonly number[];
}

/** In a process of its own: a device that fails may end it. Prints a `Found`; the placement goes to standard error. */
async function measure(folder: string, { device, half }: Way, rounds: number): Promise<void> {
  const { architecture, weightsFolder, sizes } = await readCheckpoint(folder);
  let session: Session | undefined;
  const loadMilliseconds = await time(async () => {
    session = await Session.load(compileTasks(architecture, { ...graphOptions(device), half }), weightsFolder, {
      device,
      showPlacement: true,
    });
  });
  const random = randomNumbers(1);
  const texts = Array.from({ length: Math.max(...BATCHES) }, () => ({
    ids: Int32Array.from({ length: LENGTH }, () => Math.trunc(random() * sizes.vocabSize)),
    types: new Int32Array(LENGTH),
    places: [LENGTH / 2],
    top: 1,
  }));
  const run = async (size: number) => {
    const batch = texts.slice(0, size);
    const feeds = {
      ...sequenceFeeds(batch, LENGTH),
      ...tokenFeeds(batch, size, LENGTH),
      ...poolFeeds([], size, LENGTH),
    };
    return tokenAnswers(batch, await (session as Session).run(feeds, OUTPUTS)).flat();
  };
  const milliseconds: number[] = [];
  for (const size of BATCHES) {
    await run(size); // compiles the shaders for this shape
    const times: number[] = [];
    for (let i = 0; i < rounds; i++) times.push(await time(() => run(size)));
    milliseconds.push(median(times));
  }
  const rows = await run(Math.max(...BATCHES));
  const found: Found = {
    ids: rows.map(({ ids }) => ids[0] as number),
    logprobs: rows.map(({ logprobs }) => logprobs[0] as number),
    loadMilliseconds,
    milliseconds,
  };
  console.log(JSON.stringify(found));
}

/** @returns what was found and where the nodes ran, or why it failed */
function inOwnProcess(folder: string, way: Way, rounds: number): { found: Found; log: string } | { reason: string } {
  const args = [process.argv[1] as string, '--way', JSON.stringify(way), '--rounds', String(rounds), folder];
  const options = { encoding: 'utf8', maxBuffer: 2 ** 28 } as const;
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [...process.execArgv, ...args], options);
  if (status === 0) return { found: JSON.parse(stdout) as Found, log: stderr };
  const message = /^ClozeError: (.*)$/m.exec(stderr)?.[1];
  return { reason: message ?? `its process ended (${signal ?? status})` };
}

function compared(found: Found, cpu: Found): string[] {
  const same = found.ids.filter((id, i) => id === cpu.ids[i]).length / found.ids.length;
  const differences = found.logprobs.map((logprob, i) => Math.abs(logprob - (cpu.logprobs[i] as number)));
  return [
    ...found.milliseconds.map((value) => value.toFixed(2)),
    ...found.milliseconds.map((value, i) => `${((cpu.milliseconds[i] as number) / value).toFixed(2)}x`),
    `${(100 * same).toFixed(1)} %`,
    Math.max(...differences).toExponential(1),
    found.loadMilliseconds.toFixed(0),
  ];
}

async function report(folders: readonly string[], rounds: number): Promise<void> {
  const { devices } = await runtimeFacts();
  const others = devices.filter((device) => device !== 'cpu');
  const baseline: Way = { device: 'cpu', half: false };
  const ways = [baseline, ...others.flatMap((device) => [false, true].map((half): Way => ({ device, half })))];
  const of = BATCHES.map((size) => (size === 1 ? 'one text' : `${size} texts`));
  const head = ['model', 'device', ...of.map((it) => `${it}, ms`), ...of, 'same first word', 'difference', 'load, ms'];
  console.log(`Texts of ${LENGTH} tokens; times as fast as the CPU; the largest difference of a log-probability.\n`);
  console.log(`| ${head.join(' | ')} |\n|${'---|'.repeat(head.length)}`);
  const placed: string[] = [];
  for (const folder of folders) {
    let cpu: Found | undefined;
    for (const way of ways) {
      const name = [path.basename(folder), `${way.device}, ${way.half ? 'fp16' : 'fp32'}`];
      const outcome = inOwnProcess(folder, way, rounds);
      if ('reason' in outcome) {
        console.log(`| ${[...name, outcome.reason].join(' | ')} |`);
        continue;
      }
      cpu ??= outcome.found;
      console.log(`| ${[...name, ...compared(outcome.found, cpu)].join(' | ')} |`);
      if (way.device === 'cpu') continue;
      const nodes = [...placement(outcome.log)].map(([provider, own]) => `  - ${provider}: ${counted(own)}`);
      placed.push(`- ${name.join(', ')}\n${nodes.join('\n')}`);
    }
  }
  if (placed.length > 0) console.log(`\nWhere the nodes run:\n\n${placed.join('\n')}`);
}

const { values, positionals } = parseArgs({
  options: { way: { type: 'string' }, rounds: { type: 'string', default: '20' } },
  allowPositionals: true,
});
const rounds = Number(values.rounds);
if (!(Number.isInteger(rounds) && rounds >= 1) || positionals.length === 0) {
  console.error('npm run bench:devices -- [--rounds N] MODEL_FOLDER...');
  process.exit(2);
}
if (values.way) await measure(positionals[0] as string, JSON.parse(values.way) as Way, rounds);
else await report(positionals, rounds);
