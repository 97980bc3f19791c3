import type { Scripts } from '../bundle.js';
import type { EmbedOptions, ModelFolders, Peer } from '../contenders/contender.js';
import { createClient, type ForkedEngine, openForked } from '../contenders/forked.js';
import { Remote } from '../contenders/remote.js';
import { time } from '../measure.js';

/**
 * ONNX Runtime's threads wait busily for about 35 ms after each run (measured); who is timed next must not share the
 * processor with them. Milliseconds.
 */
export const REST = 80;

/** The contenders on one model, each loaded in its own process: Cloze called directly, the peer, Cloze's own process. */
export interface Contest {
  readonly ours: Remote;
  readonly peer: Remote;
  readonly forked: ForkedEngine;
}

/** Loads the contenders, lets `use` have them, and ends them. */
export async function withContest<T>(
  scripts: Scripts,
  peer: Peer,
  folders: ModelFolders,
  use: (contest: Contest) => Promise<T>,
): Promise<T> {
  const ours = new Remote(scripts.worker);
  const theirs = new Remote(scripts.worker);
  const client = createClient(scripts.engine, folders.checkpoint);
  try {
    await ours.call('open', { who: 'ours', folders });
    await theirs.call('open', { who: peer, folders });
    return await use({ ours, peer: theirs, forked: await openForked(client) });
  } finally {
    ours.close();
    theirs.close();
    client.dispose();
  }
}

/** Milliseconds of one call, taken where the caller is. */
export const clockFill = async (remote: Remote, text: string, top: number) =>
  (await remote.call('fill', { text, top })).milliseconds;
export const clockEmbed = async (remote: Remote, texts: readonly string[], options: EmbedOptions) =>
  (await remote.call('embed', { texts, options })).milliseconds;
export const clockForkedFill = (engine: ForkedEngine, text: string, top: number) => time(() => engine.fill(text, top));
export const clockForkedEmbed = (engine: ForkedEngine, texts: readonly string[], options: EmbedOptions) =>
  time(() => engine.embed(texts, options));
