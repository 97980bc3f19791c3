import { rm } from 'node:fs/promises';
import { Examiner } from './examiner.js';
import { ModelFolder } from './folders.js';
import { judge } from './judge.js';
import { bundledModel, type Files, smallModels } from './models.js';
import { mutateBytes } from './mutate-bytes.js';
import { mutateJson } from './mutate-json.js';
import { mutateLines } from './mutate-lines.js';
import { mutateWeights } from './mutate-weights.js';
import { Random, seedOf } from './random.js';
import type { Scenario } from './scenario.js';

/** Files of models with something wrong in them: each is refused in a sentence, or works. */
export const mutations: Scenario = {
  name: 'mutations',
  isHost: false,
  async run({ full, seed }, tally) {
    const times = full ? 5000 : 300;
    const models = [...(await smallModels()), ['bundled', await bundledModel()] as const];
    const folders = new Map<string, ModelFolder>();
    for (const [name, files] of models) folders.set(name, await ModelFolder.write(files));
    using examiner = new Examiner();
    try {
      for (let i = 0; i < times; i++) {
        const random = new Random(seedOf(seed, i));
        const [name, files] = random.chance(0.02)
          ? (models.at(-1) ?? random.pick(models))
          : random.pick(models.slice(0, -1));
        const { file, bytes } = mutant(files, random);
        const folder = await (folders.get(name) as ModelFolder).with(file, bytes);
        const damaged = { name: `seed ${seed} number ${i} ${name}/${file}`, folder, mustFail: false };
        await judge(damaged, await examiner.examine(folder), tally);
        await rm(folder, { recursive: true });
      }
    } finally {
      for (const folder of folders.values()) await folder.remove();
    }
    tally.done = `${times} changed headers, data, configurations and tokenizers`;
  },
};

/** One file of a model, changed. Each kind of file comes up about as often. */
export function mutant(files: Files, random: Random): { file: string; bytes: Uint8Array } {
  const weights = [...files.keys()].filter((name) => name.endsWith('.safetensors'));
  const others = [...files.keys()].filter((name) => !name.endsWith('.safetensors'));
  const file = random.chance(0.35) ? random.pick(weights) : random.pick(others);
  return { file, bytes: changed(file, files.get(file) as Uint8Array, random) };
}

function changed(file: string, bytes: Uint8Array, random: Random): Uint8Array {
  if (file.endsWith('.safetensors')) return mutateWeights(bytes, random);
  if (random.chance(0.2)) return mutateBytes(bytes, random);
  const text = Buffer.from(bytes).toString();
  return Buffer.from(file.endsWith('.json') ? mutateJson(text, random) : mutateLines(text, random));
}
