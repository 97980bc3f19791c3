import { findMasks } from '../../../src/core/masks.js';
import type { FilledMask } from '../../../src/core/methods/fill.js';
import { engineService } from '../../../src/engine/service.js';
import type { EmbedParams, FillParams } from '../../../src/protocol/engine.js';
import type { Contender, EmbedOptions, Guess } from './contender.js';

/** Cloze's engine in this process. */
export async function openOurs(folder: string): Promise<Contender> {
  const service = engineService();
  const never = new AbortController().signal;
  const { layers } = await service.load({ folder, device: 'cpu' }, never);
  return {
    fill: async (text, top) => guesses((await service.fill(fillParams(text, top), never)).masks),
    embed: async (texts, options) => service.embed(embedParams(texts, layers, options), never),
  };
}

export function fillParams(text: string, top: number): FillParams {
  return { text, masks: findMasks(text), top, lane: 'interactive' };
}

export function embedParams(texts: readonly string[], layer: number, { lane = 'interactive' }: EmbedOptions) {
  return { texts, layer, pooling: 'mean', withSpecialTokens: true, lane } satisfies EmbedParams;
}

export function guesses(masks: readonly FilledMask[]): Guess[] {
  return (masks[0]?.candidates ?? []).map(({ word, probability }) => ({ word, score: probability }));
}
