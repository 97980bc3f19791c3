import type { Scripts } from '../bundle.js';
import { type Contender, type ModelFolders, type Peer, TOP } from '../contenders/contender.js';
import { createClient, openForked } from '../contenders/forked.js';
import { Remote } from '../contenders/remote.js';
import { memoryTarget } from '../targets.js';
import { maskedTexts, raggedSentences } from '../texts.js';
import { SENTENCES } from './embed.js';
import { type Peak, peakWhile } from './peak.js';

/** Peaks of fresh processes, loading included: Cloze's engine process, and a process with the peer. */
export interface MemoryResult {
  readonly task: string;
  readonly ours: Peak;
  readonly peer: Peak;
  /** MiB of anonymous memory that Cloze should stay below. */
  readonly target: number;
}

type Task = (contender: Contender) => Promise<unknown>;

export async function measureMemory(
  scripts: Scripts,
  peer: Peer,
  folders: ModelFolders & { readonly weightsMiB: number },
  words: readonly string[],
): Promise<MemoryResult[]> {
  const masked = maskedTexts(words, 128, 10);
  const sentences = raggedSentences(words, SENTENCES);
  const tasks: Readonly<Record<string, Task>> = {
    '10 masks': async ({ fill }) => {
      for (const text of masked) await fill(text, TOP);
    },
    [`${SENTENCES} sentences`]: ({ embed }) => embed(sentences, { batch: 8 }),
  };
  const results: MemoryResult[] = [];
  for (const [task, run] of Object.entries(tasks)) {
    results.push({
      task,
      ours: await peakOfEngine(scripts, folders, run),
      peer: await peakOfPeer(scripts, peer, folders, run),
      target: memoryTarget(folders.weightsMiB),
    });
  }
  return results;
}

async function peakOfEngine(scripts: Scripts, { checkpoint }: ModelFolders, run: Task): Promise<Peak> {
  const client = createClient(scripts.engine, checkpoint);
  try {
    return await peakWhile(
      () => client.pid,
      async () => run(await openForked(client)),
    );
  } finally {
    client.dispose();
  }
}

async function peakOfPeer(scripts: Scripts, peer: Peer, folders: ModelFolders, run: Task): Promise<Peak> {
  const remote = new Remote(scripts.worker);
  const contender: Contender = {
    fill: async (text, top) => (await remote.call('fill', { text, top })).guesses,
    embed: async (texts, options) => (await remote.call('embed', { texts, options })).vectors,
  };
  try {
    return await peakWhile(
      () => remote.pid,
      async () => {
        await remote.call('open', { who: peer, folders });
        await run(contender);
      },
    );
  } finally {
    remote.close();
  }
}
