import { rm } from 'node:fs/promises';
import { Examiner } from './examiner.js';
import { ModelFolder } from './folders.js';
import { judge } from './judge.js';
import { type Files, smallModels } from './models.js';
import { partsOf } from './parts.js';
import { Random } from './random.js';
import type { Scenario } from './scenario.js';
import type { Tally } from './tally.js';

/** Every file of every kind of model is cut off: at each border of its structure, and anywhere. */
export const truncations: Scenario = {
  name: 'truncations',
  isHost: false,
  async run({ full, seed }, tally) {
    const random = new Random(seed);
    const models = await smallModels();
    using examiner = new Examiner();
    let borders = 0;
    let places = 0;
    for (const [name, files] of models) {
      const chosen = full ? everyBorder(files) : everyBorder(files).filter(() => random.chance(0.01));
      const anywhere = randomCuts(files, Math.ceil((full ? 200 : 20) / models.size), random);
      borders += chosen.length;
      places += anywhere.length;
      await cutAll(name, files, [...chosen, ...anywhere], examiner, tally);
    }
    tally.done = `models cut off at ${borders} borders and ${places} random places`;
  },
};

interface Cut {
  readonly file: string;
  readonly length: number;
}

async function cutAll(model: string, files: Files, cuts: readonly Cut[], examiner: Examiner, tally: Tally) {
  const base = await ModelFolder.write(files);
  try {
    const whole = await examiner.examine(base.whole);
    if (whole.kind !== 'answered') tally.violation(`the model ${model} is not usable as it is`, JSON.stringify(whole));
    for (const { file, length } of cuts) {
      const folder = await base.with(file, (files.get(file) as Uint8Array).subarray(0, length));
      // A vocabulary without its last lines is one, too.
      const damaged = { name: `${model}/${file} at ${length}`, folder, mustFail: file !== 'vocab.txt' };
      await judge(damaged, await examiner.examine(folder), tally);
      await rm(folder, { recursive: true });
    }
  } finally {
    await base.remove();
  }
}

function everyBorder(files: Files): Cut[] {
  return Array.from(files).flatMap(([file, bytes]) => {
    const lengths = file.endsWith('.safetensors') ? weightBorders(bytes) : textBorders(bytes, 0);
    return [...new Set(lengths)]
      .filter((length) => length >= 0 && length < bytes.length && !isWhole(bytes, length))
      .map((length) => ({ file, length }));
  });
}

/** Of the length, of the header and what is written in it, and of each tensor; and one byte beside each. */
function weightBorders(bytes: Uint8Array): number[] {
  const { header, headerBytes } = partsOf(bytes);
  const start = 8 + headerBytes.length;
  const tensors = Object.entries(header).flatMap(([name, entry]) =>
    name === '__metadata__' ? [] : entry.data_offsets.map((offset) => start + offset),
  );
  const inText = textBorders(headerBytes, 8).filter((_, i) => i % 5 === 0);
  const around = [start, bytes.length, ...tensors].flatMap((length) => [length - 1, length, length + 1]);
  return [0, 1, 4, 7, 8, 9, ...inText, ...around];
}

/** Before each sign that structures JSON or lines. */
function textBorders(bytes: Uint8Array, start: number): number[] {
  const signs = new Set(Array.from('{}[],:"\n', (sign) => sign.charCodeAt(0)));
  return Array.from(bytes.keys())
    .filter((i) => signs.has(bytes[i] as number))
    .map((i) => start + i);
}

/** Nothing but white space is missing. */
function isWhole(bytes: Uint8Array, length: number): boolean {
  return Buffer.from(bytes.subarray(length)).toString('latin1').trim() === '' && bytes[0] === '{'.charCodeAt(0);
}

function randomCuts(files: Files, times: number, random: Random): Cut[] {
  return Array.from({ length: times }, () => {
    const [file, bytes] = random.pick([...files]);
    return { file, length: random.below(bytes.length - 1) };
  });
}
