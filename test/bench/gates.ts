// Whether the gates of the task graph spare what a task does not need, and what the alternative, a graph for each kind
// of task, would cost: one mask in 64 tokens, on the CPU.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Architecture } from '../../src/checkpoint/architecture.js';
import { type Checkpoint, readCheckpoint } from '../../src/checkpoint/checkpoint.js';
import { compileTasks } from '../../src/checkpoint/compile.js';
import { poolFeeds } from '../../src/engine/queries/pool.js';
import { sequenceFeeds } from '../../src/engine/queries/sequence.js';
import { tokenFeeds } from '../../src/engine/queries/tokens.js';
import { Session } from '../../src/engine/session.js';
import { anonymousMemory, median, race } from './measure.js';
import { SHAPES, writeRandomBert } from './random-checkpoint.js';

const LENGTH = 64;
const sequence = { ids: new Int32Array(LENGTH).fill(100), types: new Int32Array(LENGTH) };
const mask = { ...sequence, kind: 'tokens', places: [20], top: 32 } as const;
const whole = new Float32Array(LENGTH).fill(1 / LENGTH);
const pool = {
  ...sequence,
  kind: 'pool',
  layers: 'all',
  weights: [whole],
  maxMasks: [new Float32Array(LENGTH).fill(1)],
} as const;

function feeds({ tokens, pooled }: { tokens: boolean; pooled: boolean }, hasTokenHead = true) {
  return {
    ...sequenceFeeds([sequence], LENGTH),
    ...(hasTokenHead && tokenFeeds(tokens ? [mask] : [], 1, LENGTH)),
    ...poolFeeds(pooled ? [pool] : [], 1, LENGTH),
  };
}

async function load({ architecture, weightsFolder }: Checkpoint, change: Partial<Architecture> = {}) {
  return Session.load(compileTasks({ ...architecture, ...change }), weightsFolder, { device: 'cpu' });
}

async function measure(folder: string) {
  const checkpoint = await readCheckpoint(folder);
  const gated = await load(checkpoint);
  const { tokenLogits: _, ...withoutHead } = checkpoint.architecture;
  const poolOnly = await Session.load(compileTasks(withoutHead), checkpoint.weightsFolder, { device: 'cpu' });
  const times = await race({
    tokens: () => gated.run(feeds({ tokens: true, pooled: false }), ['topk_ids']),
    pooled: () => gated.run(feeds({ tokens: false, pooled: true }), ['pooled']),
    both: () => gated.run(feeds({ tokens: true, pooled: true }), ['topk_ids']),
    separate: () => poolOnly.run(feeds({ tokens: false, pooled: true }, false), ['pooled']),
  });
  return Object.fromEntries(Object.entries(times).map(([name, values]) => [name, median(values)]));
}

/** In a process of its own: anonymous memory with `sessions` sessions of one checkpoint loaded and run. */
async function measureMemory(folder: string, sessions: number): Promise<void> {
  const checkpoint = await readCheckpoint(folder);
  for (let i = 0; i < sessions; i++) {
    const session = await load(checkpoint);
    await session.run(feeds({ tokens: true, pooled: false }), ['topk_ids']);
  }
  console.log(anonymousMemory().toFixed(0));
}

function memory(folder: string, sessions: number): string {
  const args = ['--import', 'tsx', fileURLToPath(import.meta.url), folder, String(sessions)];
  return execFileSync(process.execPath, args, { encoding: 'utf8' }).trim();
}

async function main(): Promise<void> {
  const root = mkdtempSync(path.join(tmpdir(), 'cloze-bench-'));
  try {
    console.log(
      '| shape | mask alone | pooled alone | both (no gates) | pooled, graph of its own | MiB, one graph | two graphs |',
    );
    console.log('|---|---|---|---|---|---|---|');
    for (const shape of SHAPES) {
      const folder = path.join(root, shape.name.replace('/', '-'));
      writeRandomBert(shape, folder);
      const { tokens, pooled, both, separate } = await measure(folder);
      const ms = [tokens, pooled, both, separate].map((value) => `${value?.toFixed(2)} ms`);
      console.log(`| ${[shape.name, ...ms, memory(folder, 1), memory(folder, 2)].join(' | ')} |`);
    }
  } finally {
    rmSync(root, { recursive: true });
  }
}

const [folder, sessions] = process.argv.slice(2);
if (folder) await measureMemory(folder, Number(sessions));
else await main();
