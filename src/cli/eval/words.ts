import type { EngineClient } from '../../client/engineClient.js';
import { ClozeError } from '../../core/errors.js';
import type { Estimate } from '../../core/evaluation/bootstrap.js';
import {
  drawHiddenWords,
  type HiddenWord,
  summariseWords,
  type WordsRow,
  type WordTrial,
} from '../../core/evaluation/words.js';
import { MOST_PIECES } from '../../core/methods/fill.js';
import { type Command, withEngine } from '../command.js';
import { loadParams } from '../load.js';
import { readDocuments } from './text.js';

/** So many candidates are compared. */
const TOP = 50;

/** `cloze eval words`: whether words of one to four pieces are found where they stood (core/evaluation/words.ts). */
export const evalWordsCommand: Command = {
  name: 'eval words',
  usage: 'cloze eval words FILE [--limit 500] [--seed 1] [--model NAME|DIR] [--json]',
  summary:
    'Masks one word of each paragraph and looks for words of one to four pieces: how often the true one is found, by\n' +
    '      the number of its pieces, and what the probability of that number is worth.',
  options: { values: ['limit', 'seed', 'model'] },

  async run(line, io) {
    const file = line.only('cloze eval words takes one file');
    const limit = line.whole('limit', 500);
    const seed = line.seed;
    const hidden = drawHiddenWords((await readDocuments(file)).flat(), { seed, limit });
    if (hidden.length === 0) throw new ClozeError('bad-request', 'The text holds no paragraph of five words.');

    return withEngine(io, loadParams(line, io), async (engine, { name, device, precision }) => {
      const started = performance.now();
      const trials: WordTrial[] = [];
      for (const [i, word] of hidden.entries()) {
        io.progress(`${i} of ${hidden.length} words`);
        const trial = await tryWord(engine, word);
        if (trial) trials.push(trial);
      }
      io.progress('');
      const rows = summariseWords(trials, seed);
      const milliseconds = (performance.now() - started) / hidden.length;
      const facts = { model: name, device, precision, seed, milliseconds };
      io.out(
        line.flag('json')
          ? `${JSON.stringify({ ...facts, rows })}\n`
          : `${table(rows)}\n${name} on ${device} in ${precision}, seed ${seed}, ${milliseconds.toFixed(1)} ms a word\n`,
      );
      return 0;
    });
  },
};

/** undefined for a word that the tokenizer does not know, or of more than four pieces. */
async function tryWord(engine: EngineClient, { text, start, end }: HiddenWord): Promise<WordTrial | undefined> {
  const word = text.slice(start, end);
  const ask = async (candidates?: readonly string[]) => {
    const mask = { start, end, ...(candidates && { candidates }) };
    const params = { text, masks: [mask], top: TOP, pieces: MOST_PIECES, offensive: true, lane: 'background' } as const;
    return (await engine.call('fill', params)).masks[0]?.candidates ?? [];
  };
  const [truth] = await ask([word]);
  if (!truth || truth.pieces === 0 || truth.pieces > MOST_PIECES) return undefined;
  return { word, pieces: truth.pieces, logprob: Math.log(truth.probability), candidates: await ask() };
}

function table(rows: readonly WordsRow[]): string {
  const share = ({ value, low, high }: Estimate) => [value, low, high].map((it) => (100 * it).toFixed(1));
  const written = (estimate: Estimate) => {
    const [value, low, high] = share(estimate);
    return `${value} (${low} to ${high})`;
  };
  const heading = ['pieces', 'words', 'first, %', 'first without prior, %', 'first five, %', 'log p'];
  const lines = rows.map(({ pieces, words, first, firstFive, logprob }) => [
    `${pieces ?? 'all'}`,
    `${words}`,
    written(first.prior),
    written(first.sum),
    written(firstFive.prior),
    logprob.value.toFixed(2),
  ]);
  const cells = [heading, ...lines];
  const widths = heading.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const text = cells.map((row) => row.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('   ')).join('\n');
  const chosen = (['prior', 'sum'] as const).map((ranking) => {
    const shares = rows
      .at(-1)
      ?.chosen[ranking].map((it) => `${(100 * it).toFixed(1)} %`)
      .join(', ');
    return `First candidates of 1, 2, 3, 4 pieces${ranking === 'sum' ? ' without prior' : ''}: ${shares}\n`;
  });
  return `${text}\n\n${chosen.join('')}`;
}
