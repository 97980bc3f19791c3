import { text as readAll } from 'node:stream/consumers';
import { ClozeError } from '../core/errors.js';
import { findMasks } from '../core/masks.js';
import type { FillResult, ModelInfo } from '../protocol/engine.js';
import { type Command, withEngine } from './command.js';
import { loadParams } from './load.js';

/** `cloze fill`: the words for each mask of a text. */
export const fillCommand: Command = {
  name: 'fill',
  usage: 'cloze fill TEXT [--top 5] [--model NAME|DIR] [--mask SPELLING] [--device D] [--precision P] [--json]',
  summary: 'The most likely words for each [MASK] or <mask> in TEXT ("-": from standard input).',
  options: { values: ['top', 'model', 'mask'] },

  async run(line, io) {
    const [given, ...more] = line.positionals;
    if (given === undefined || more.length > 0) throw new ClozeError('bad-request', 'cloze fill takes one text.');
    const top = line.number('top', 5, (n) => Number.isInteger(n) && n > 0, 'a whole number above 0');
    const text = given === '-' ? await readAll(process.stdin) : given;

    return withEngine(io, loadParams(line, io), async (engine, info) => {
      const spellings = [line.text('mask') ?? '', info.maskToken ?? ''];
      const masks = findMasks(text, spellings);
      if (masks.length === 0) throw new ClozeError('bad-request', 'There is no [MASK] in the text.');
      const result = await engine.call('fill', { text, masks, top, lane: 'interactive' });
      io.out(line.flag('json') ? json(info, result) : table(info, result));
      return 0;
    });
  },
};

function json({ name, device, loadMilliseconds }: ModelInfo, { masks, milliseconds }: FillResult): string {
  return `${JSON.stringify({ model: name, device, loadMilliseconds, milliseconds, masks })}\n`;
}

function table({ name, device }: ModelInfo, { masks, milliseconds }: FillResult): string {
  const blocks = masks.map(({ candidates }, i) => {
    const heading = masks.length > 1 ? `mask ${i + 1}\n` : '';
    const width = Math.max(0, ...candidates.map(({ word }) => word.length));
    return heading + candidates.map(({ word, probability }) => row(word, width, probability)).join('');
  });
  return `${blocks.join('\n')}\n${name} on ${device}, ${milliseconds.toFixed(1)} ms\n`;
}

function row(word: string, width: number, probability: number): string {
  return `${(100 * probability).toFixed(1).padStart(6)} %  ${word.padEnd(width)}\n`;
}
