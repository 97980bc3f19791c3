import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { runAtOnce } from '../../src/core/steps.js';
import { parseRepresentation } from '../../src/core/vectors/representation.js';
import { Background, type BackgroundWork } from '../../src/engine/background.js';
import { temporaryFolder } from '../support/checkpoints.js';

it('goes on where it was given up', async () => {
  const file = path.join(await temporaryFolder(), 'background.txt');
  const sentences = Array.from({ length: 600 }, (_, i) => `Sentence ${i}.`);
  await writeFile(file, sentences.join('\n'));
  const background = await Background.open(file, 2);
  const pooled: string[] = [];
  let patience = 1;
  const work: BackgroundWork = {
    async pool(texts, keys) {
      if (patience-- === 0) throw new Error('given up');
      pooled.push(...texts);
      return texts.map((text) => ({
        states: keys.map(() => Float32Array.of(text.length, 1)),
        tokens: 3,
        unknown: 0,
        specials: 2,
        parts: 1,
      }));
    },
    run: async (steps) => runAtOnce(steps),
  };
  const mean = parseRepresentation('mean');
  await expect(background.vectors(mean, work)).rejects.toThrow('given up');
  const before = pooled.length;
  expect(before).toBeGreaterThan(0);
  patience = 100;
  const [one, two] = await Promise.all([background.vectors(mean, work), background.vectors(mean, work)]);
  expect(one.vectors).toHaveLength(600);
  expect(one.vectors).toEqual(two.vectors);
  expect(pooled.slice(0, before)).toEqual(sentences.slice(0, before));
  expect(pooled.filter((text) => text === 'Sentence 0.')).toHaveLength(1);
});
