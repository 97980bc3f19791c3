import type { Scripts } from '../bundle.js';
import type { Peer } from '../contenders/contender.js';
import type { SpeedOptions } from '../contenders/session-options.js';
import { NotEqual } from '../equality.js';
import type { BenchModel } from '../models.js';
import { wholeWords } from '../texts.js';
import { type BackgroundResult, measureBackground } from './background.js';
import { withContest } from './contest.js';
import { type EmbedResult, raceEmbeddings } from './embed.js';
import { type FillResult, raceFills } from './fill.js';
import { type MemoryResult, measureMemory } from './memory.js';

/** All that was measured on one model. */
export interface ModelResult {
  readonly model: string;
  /** As fp32. */
  readonly weightsMiB: number;
  /** Why no times are given: both sides do not compute the same. */
  readonly unequal?: string;
  readonly fills: readonly FillResult[];
  readonly embed?: EmbedResult;
  readonly background?: BackgroundResult;
  readonly memory: readonly MemoryResult[];
  /** What both sides told ONNX Runtime about how to compute. */
  readonly sessions?: { readonly ours: readonly SpeedOptions[]; readonly peer: readonly SpeedOptions[] };
}

/**
 * @param root an empty folder
 * @param tell is told what is being done
 */
export async function measureModel(
  model: BenchModel,
  { scripts, peer, root, rounds }: { scripts: Scripts; peer: Peer; root: string; rounds: number },
  tell: (what: string) => void,
): Promise<ModelResult> {
  tell('writing the model');
  const folders = await model.prepare(root);
  const words = wholeWords(folders.checkpoint);
  const { weightsMiB } = folders;
  try {
    return await withContest(scripts, peer, folders, async (contest) => {
      tell('one mask');
      const fills = await raceFills(contest, model.name, words, rounds);
      tell('sentences');
      const embed = await raceEmbeddings(contest, words, rounds);
      const sessions = {
        ours: await contest.ours.call('sessions', null),
        peer: await contest.peer.call('sessions', null),
      };
      contest.ours.close();
      contest.peer.close();
      tell('requests while background work runs');
      const background = await measureBackground(contest.forked, words);
      contest.forked.client.dispose();
      tell('memory');
      const memory = await measureMemory(scripts, peer, folders, words);
      return { model: model.name, weightsMiB, fills, embed, background, memory, sessions };
    });
  } catch (error) {
    if (!(error instanceof NotEqual)) throw error;
    return { model: model.name, weightsMiB, unequal: error.message, fills: [], memory: [] };
  }
}
