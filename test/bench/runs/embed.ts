import type { EmbedOptions } from '../contenders/contender.js';
import { sameVectors } from '../equality.js';
import { median, raceClocked, type Spread, spread } from '../measure.js';
import { EMBED_TARGET } from '../targets.js';
import { raggedSentences } from '../texts.js';
import { type Comparison, compare } from './compare.js';
import { type Contest, clockEmbed, clockForkedEmbed, REST } from './contest.js';

/** Sentences of unequal lengths embedded. */
export interface EmbedResult extends Comparison {
  readonly sentences: number;
  /** The largest difference of a coordinate. */
  readonly difference: number;
  /** Cloze in its own process when nobody waits: in short pieces. Milliseconds. */
  readonly background: Spread;
  /** How the peer was called when it was fastest. */
  readonly best: string;
  /** Milliseconds of each way to call the peer. */
  readonly ways: Readonly<Record<string, Spread>>;
  readonly target: number;
}

export const SENTENCES = 256;
/** How long the rounds should take together, in milliseconds: of long ones there are fewer. */
const PATIENCE = 60_000;

/** In what portions the peer is given the sentences; `sorted`: by length first. */
const WAYS = {
  '1': { batch: 1, sorted: false },
  '8': { batch: 8, sorted: false },
  '32': { batch: 32, sorted: false },
  '8, sorted': { batch: 8, sorted: true },
  '32, sorted': { batch: 32, sorted: true },
} as const;
type Way = keyof typeof WAYS;

/** @throws NotEqual */
export async function raceEmbeddings(contest: Contest, words: readonly string[], most: number): Promise<EmbedResult> {
  const { ours, peer, forked } = contest;
  const texts = raggedSentences(words, SENTENCES);
  const sorted = texts.toSorted((a, b) => a.split(' ').length - b.split(' ').length);
  const difference = await check(contest, texts);

  const clockPeer = (way: Way) => clockEmbed(peer, WAYS[way].sorted ? sorted : texts, WAYS[way]);
  const contenders: Record<string, () => Promise<number>> = {
    ours: () => clockEmbed(ours, texts, {}),
    forked: () => clockForkedEmbed(forked, texts, {}),
    background: () => clockForkedEmbed(forked, texts, { lane: 'background' }),
    ...Object.fromEntries(Object.keys(WAYS).map((way) => [way, () => clockPeer(way as Way)])),
  };
  // The first round, behind the check's warm-up, says how many more there is time for.
  const first = await raceClocked(contenders, { rounds: 1, warmUp: 0, rest: REST });
  const round = Object.values(first).reduce((sum, [milliseconds = 0]) => sum + milliseconds + REST, 0);
  const rounds = Math.max(2, Math.min(most, Math.floor(PATIENCE / round)) - 1);
  const more = await raceClocked(contenders, { rounds, warmUp: 0, rest: REST });

  const of = (name: string) => [...(first[name] ?? []), ...(more[name] ?? [])];
  const [best] = Object.keys(WAYS).toSorted((a, b) => median(of(a)) - median(of(b))) as [Way];
  return {
    sentences: SENTENCES,
    difference,
    background: spread(of('background')),
    best,
    ways: Object.fromEntries(Object.keys(WAYS).map((way) => [way, spread(of(way))])),
    target: EMBED_TARGET,
    ...compare({ ours: of('ours'), forked: of('forked'), peer: of(best) }),
  };
}

async function check({ ours, peer, forked }: Contest, texts: readonly string[]): Promise<number> {
  const ask = async (options: EmbedOptions) => (await peer.call('embed', { texts, options })).vectors;
  const { vectors } = await ours.call('embed', { texts, options: {} });
  const theirs = await ask({ batch: 32 });
  return Math.max(
    sameVectors(vectors, theirs),
    sameVectors(vectors, await ask({ batch: 1 })),
    sameVectors(await forked.embed(texts, { lane: 'background' }), theirs),
  );
}
