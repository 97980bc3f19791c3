// What ONNX Runtime's copies of the weights in the processor's own layout cost in memory, and spare in time: one mask in
// 64 tokens, on the CPU. `npx tsx test/bench/prepacking.ts MODEL_FOLDER...`
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { readCheckpoint } from '../../src/checkpoint/checkpoint.js';
import { compileTasks } from '../../src/checkpoint/compile.js';
import { poolFeeds } from '../../src/engine/queries/pool.js';
import { sequenceFeeds } from '../../src/engine/queries/sequence.js';
import { tokenFeeds } from '../../src/engine/queries/tokens.js';
import { Session } from '../../src/engine/session.js';
import { anonymousMemory, median, time } from './measure.js';

const LENGTH = 64;
const ROUNDS = 50;
const SELF = fileURLToPath(import.meta.url);

/** In a process of its own: MiB of anonymous memory, and ms. */
async function measure(folder: string, prepacking: boolean): Promise<string[]> {
  const { architecture, weightsFolder } = await readCheckpoint(folder);
  const session = await Session.load(compileTasks(architecture), weightsFolder, { device: 'cpu', prepacking });
  const sequence = { ids: new Int32Array(LENGTH).fill(100), types: new Int32Array(LENGTH) };
  const feeds = {
    ...sequenceFeeds([sequence], LENGTH),
    ...tokenFeeds([{ ...sequence, places: [20], top: 32 }], 1, LENGTH),
    ...poolFeeds([], 1, LENGTH),
  };
  const run = () => session.run(feeds, ['topk_ids']);
  await run();
  const times: number[] = [];
  for (let i = 0; i < ROUNDS; i++) times.push(await time(run));
  return [anonymousMemory().toFixed(0), median(times).toFixed(2)];
}

const [only, ...folders] = process.argv.slice(2) as [string, ...string[]];
if (only === '--with' || only === '--without') {
  console.log((await measure(folders[0] as string, only === '--with')).join(' | '));
} else {
  console.log('| model | MiB | ms | MiB without | ms without |\n|---|---|---|---|---|');
  for (const folder of [only, ...folders]) {
    const cells = ['--with', '--without'].map((option) =>
      execFileSync(process.execPath, ['--import', 'tsx', SELF, option, folder], { encoding: 'utf8' }).trim(),
    );
    console.log(`| ${[path.basename(folder), ...cells].join(' | ')} |`);
  }
}
