import { ClozeError } from '../../src/core/errors.js';
import { findMasks } from '../../src/core/masks.js';
import type { EmbedParams, FillParams, FillResult, Urgency } from '../../src/protocol/engine.js';
import type { OpenClient } from './client.js';
import { inTime, sleep } from './processes.js';
import type { Random } from './random.js';

export function fillParams(text: string, urgency: Urgency = { lane: 'interactive' }): FillParams {
  return { text, masks: findMasks(text), top: 3, ...urgency };
}

const SENTENCES = [
  'It was a very good [MASK].',
  'She opened the [MASK] and looked outside.',
  'The king of the [MASK] was old 😀 and tired.',
  'In the [MASK] there was a small house by the [MASK].',
];

/** What a client may be asked. */
export type Wish =
  | { readonly method: 'fill'; readonly params: FillParams }
  | { readonly method: 'embed'; readonly params: EmbedParams };

/** A small question as a rule; sometimes one that takes long. */
export function anyWish(random: Random, urgency: Urgency = { lane: 'interactive' }): Wish {
  const kind = random.next();
  const text = random.pick(SENTENCES);
  if (kind < 0.7) return { method: 'fill', params: fillParams(text, urgency) };
  if (kind < 0.85) return { method: 'fill', params: fillParams(`${text} `.repeat(100), urgency) };
  const texts = Array.from({ length: 60 }, () => random.pick(SENTENCES));
  return {
    method: 'embed',
    params: { texts, layer: 1, pooling: 'mean', withSpecialTokens: true, ...urgency, lane: 'background' },
  };
}

/** Long enough, in milliseconds, for whoever watches for blocks to look in between. */
const SEVERAL_TURNS = 5;

export type Answer = 'answered' | 'answered wrongly' | 'never settled' | ClozeError;

/** Asks, and says how it went; what is not a ClozeError is thrown. */
export async function ask({ engine }: OpenClient, wish: Wish, limit: number, signal?: AbortSignal): Promise<Answer> {
  const answer =
    wish.method === 'fill'
      ? engine.call('fill', wish.params, signal).then((result) => () => isFilled(wish.params, result))
      : engine.call('embed', wish.params, signal).then((vectors) => () => isEmbedded(wish.params, vectors));
  try {
    const check = await inTime(limit, answer, undefined);
    // What a host does with an answer must not count as the time that it takes to get one.
    await sleep(SEVERAL_TURNS);
    const right = check?.();
    if (right === undefined) return 'never settled';
    return right ? 'answered' : 'answered wrongly';
  } catch (error) {
    if (error instanceof ClozeError) return error;
    throw error;
  }
}

function isFilled({ masks, top }: FillParams, result: FillResult): boolean {
  return (
    result.masks.length === masks.length &&
    result.masks.every(
      (mask, i) =>
        mask.start === masks[i]?.start &&
        mask.candidates.length === top &&
        mask.candidates.every(({ word, probability }) => word !== '' && probability > 0 && probability <= 1),
    )
  );
}

function isEmbedded({ texts }: EmbedParams, vectors: readonly Float32Array[]): boolean {
  return (
    vectors.length === texts.length && vectors.every((vector) => vector.length > 0 && vector.every(Number.isFinite))
  );
}
