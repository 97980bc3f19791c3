// Does with any number of folders, one after the other, what the engine process does with one: loads, fills, embeds,
// inspects. Here one process does many, because a process for each would take hours.
import { toClozeError } from '../../src/core/errors.js';
import { engineService } from '../../src/engine/service.js';
import type { ModelInfo } from '../../src/protocol/engine.js';
import type { Finding, Order, Reply } from './examination.js';
import { fillParams } from './load.js';

const TEXTS = [
  'It was a very good [MASK].',
  'a😀b naïve 中文 e\u0301\u0302 \ud83d [MASK]\u0000[MASK] x',
  `${'long '.repeat(60)}[MASK]${' or longer'.repeat(40)}`,
];

process.on('message', async ({ id, folder }: Order) => {
  process.send?.({ id, finding: await examine(folder) } satisfies Reply);
});
process.on('disconnect', () => process.exit(0));

async function examine(folder: string): Promise<Finding> {
  const service = engineService();
  const { signal } = new AbortController();
  const numbers: Iterable<number>[] = [];
  let at = 'load';
  try {
    const info = await service.load({ folder, device: 'cpu' }, signal);
    at = 'inspect';
    const inputIds = [new Array<number>(Math.min(3, info.maxTokens)).fill(0)];
    for (const { data } of Object.values(await service.inspect({ inputIds }, signal))) numbers.push(data);
    at = 'fill';
    for (const text of info.canFill ? TEXTS : []) {
      const { masks } = await service.fill(fillParams(text), signal);
      numbers.push(masks.flatMap(({ candidates, entropy }) => [entropy, ...candidates.map((one) => one.probability)]));
    }
    at = 'embed';
    numbers.push(...(await embed(info)));
  } catch (error) {
    const { code, message } = toClozeError(error);
    return { kind: 'refused', at, code, message };
  }
  return numbers.every((list) => Array.from(list).every(Number.isFinite))
    ? { kind: 'answered' }
    : { kind: 'not finite' };

  async function embed({ layers }: ModelInfo): Promise<Float32Array[]> {
    try {
      const how = { layer: layers, pooling: 'mean', withSpecialTokens: true, lane: 'interactive' } as const;
      return await service.embed({ texts: TEXTS, ...how }, signal);
    } catch (error) {
      // Golden checkpoints have no tokenizer.
      if (/has neither tokenizer\.json nor vocab\.txt/.test(toClozeError(error).message)) return [];
      throw error;
    }
  }
}
