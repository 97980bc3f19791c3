import { truncate } from 'node:fs/promises';
import path from 'node:path';
import { ClozeError } from '../../src/core/errors.js';
import { MODEL } from '../support/built.js';
import { type OpenClient, openClient } from './client.js';
import type { Finding } from './examination.js';
import { ModelFolder } from './folders.js';
import { judge } from './judge.js';
import { type Answer, ask, fillParams } from './load.js';
import { bundledModel, smallModels } from './models.js';
import { mutant } from './mutations.js';
import { sleep } from './processes.js';
import { Random } from './random.js';
import type { Scenario } from './scenario.js';
import type { Tally } from './tally.js';

const LIMIT = 30_000;
const WISH = { method: 'fill', params: fillParams('It was a very good [MASK].') } as const;

/** As a person meets it: the client is given damaged models, and in between a good one; some are cut off while in use. */
export const damaged: Scenario = {
  name: 'damaged',
  isHost: true,
  async run({ engine, full, seed }, tally) {
    const random = new Random(seed);
    const times = full ? 60 : 6;
    using client = openClient({ script: engine });
    for (let i = 0; i < times; i++) {
      if (i % 3 === 0) await cutWhileInUse(client, tally, random);
      else await useDamaged(client, `damaged, seed ${seed} number ${i}`, tally, random);
      client.engine.use({ folder: MODEL, device: 'cpu' });
      const answer = await ask(client, WISH, LIMIT);
      if (answer !== 'answered') tally.violation('a good model does not work after a damaged one', String(answer));
    }
    tally.done = `${times} damaged models in one client, each followed by a good one`;
  },
};

async function useDamaged(client: OpenClient, name: string, tally: Tally, random: Random): Promise<void> {
  const files = random.pick([...(await smallModels()).values()]);
  const base = await ModelFolder.write(files);
  try {
    const { file, bytes } = mutant(files, random);
    const folder = await base.with(file, bytes);
    client.engine.use({ folder, device: 'cpu' });
    const answer = await ask(client, WISH, LIMIT);
    // A model may be able to fill nothing, or too little, and still be whole.
    const finding: Finding = answer === 'answered wrongly' ? { kind: 'answered' } : findingOf(answer);
    await judge({ name, folder, mustFail: false }, finding, tally);
  } finally {
    await base.remove();
  }
}

/** The weights are mapped into memory: the engine may end by a signal, and its next life finds out what is wrong. */
async function cutWhileInUse(client: OpenClient, tally: Tally, random: Random): Promise<void> {
  const base = await ModelFolder.write(await bundledModel());
  try {
    client.engine.use({ folder: base.whole, device: 'cpu' });
    const before = ask(client, WISH, LIMIT);
    await sleep(random.between(0, 300));
    await truncate(path.join(base.whole, 'model.safetensors'), random.below(1_000_000));
    for (const answer of [await before, await ask(client, WISH, LIMIT)]) {
      await judge({ name: 'cut while in use', folder: base.whole, mustFail: false }, findingOf(answer), tally);
    }
  } finally {
    await base.remove();
  }
}

function findingOf(answer: Answer): Finding {
  if (answer instanceof ClozeError) return { kind: 'refused', at: 'call', code: answer.code, message: answer.message };
  return answer === 'answered' ? { kind: 'answered' } : { kind: 'hung' };
}
