import { EngineClient } from '../../../src/client/engineClient.js';
import type { Contender } from './contender.js';
import { embedParams, fillParams, guesses } from './ours.js';

/** Cloze's engine in a process of its own, as the editor has it. */
export interface ForkedEngine extends Contender {
  readonly client: EngineClient;
  readonly layers: number;
}

/** @param script of the engine */
export function createClient(script: string, folder: string): EngineClient {
  const client = new EngineClient({ script });
  client.use({ folder, device: 'cpu' });
  return client;
}

export async function openForked(client: EngineClient): Promise<ForkedEngine> {
  const { layers } = await client.start();
  return {
    client,
    layers,
    fill: async (text, top) => guesses((await client.call('fill', fillParams(text, top))).masks),
    embed: (texts, options) => client.call('embed', embedParams(texts, layers, options)),
  };
}
