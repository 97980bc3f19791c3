import type { EngineClient } from '../../client/engineClient.js';
import { ClozeError } from '../../core/errors.js';
import type { Tokens } from '../../core/evaluation/corpus.js';
import { evaluateMlm, type MlmOptions, type MlmResult } from '../../core/evaluation/mlm.js';
import type { ModelInfo } from '../../protocol/engine.js';
import { type Command, type Io, withEngine } from '../command.js';
import { loadParams } from '../load.js';
import { readDocuments } from './text.js';
import { tokenise } from './tokenise.js';

interface Row extends MlmResult {
  readonly length: number;
  readonly milliseconds: number;
}

/** `cloze eval mlm`: how much of a text a model recovers when it is masked (core/evaluation/mlm.ts). */
export const evalMlmCommand: Command = {
  name: 'eval mlm',
  usage: 'cloze eval mlm FILE [--lengths 16,32,64,128] [--seed 1] [--limit N] [--model NAME|DIR] [--json]',
  summary:
    'Masks 15 % of the tokens, then of the words, of a text ("-": standard input; one paragraph a line, blank lines\n' +
    '      between documents), and tells how many the model recovers, in sequences of 128 tokens or other lengths.',
  options: { values: ['lengths', 'seed', 'limit', 'model'] },

  async run(line, io) {
    const file = line.only('cloze eval mlm takes one file');
    const lengths = line.wholes('lengths', [128], 'whole numbers from 3, separated by commas', 3);
    const seed = line.seed;
    const limit = line.whole('limit', Number.POSITIVE_INFINITY);
    const documents = await readDocuments(file);

    return withEngine(io, loadParams(line, io), async (engine, info) => {
      const rows: Row[] = [];
      try {
        const tooLong = lengths.find((length) => length > info.maxTokens);
        if (tooLong) throw new ClozeError('bad-request', `The model takes ${info.maxTokens} tokens, not ${tooLong}.`);
        const tokens = await tokenise(documents, engine, io);
        for (const length of lengths) rows.push(await measure(tokens, { length, seed, limit }, engine, io));
      } finally {
        io.progress('');
      }
      io.out(line.flag('json') ? json(info, seed, rows) : table(info, seed, rows));
      return 0;
    });
  },
};

async function measure(tokens: readonly Tokens[], options: MlmOptions, engine: EngineClient, io: Io): Promise<Row> {
  const started = performance.now();
  const result = await evaluateMlm(
    tokens,
    options,
    (sequences) => engine.call('predict', { sequences, top: 5, lane: 'background' }),
    (done, total) => io.progress(`length ${options.length}: ${done} of ${total} sequences`),
  );
  return { length: options.length, ...result, milliseconds: performance.now() - started };
}

function json({ name, device, precision }: ModelInfo, seed: number, results: readonly Row[]): string {
  return `${JSON.stringify({ model: name, device, precision, seed, results })}\n`;
}

function table({ name, device, precision }: ModelInfo, seed: number, rows: readonly Row[]): string {
  const heading = ['length', 'sequences', 'tokens', 'top-1', 'top-5', 'loss', 'words', 'word top-1'];
  const lines = rows.map((row) => [
    `${row.length}`,
    `${row.sequences}`,
    `${row.tokens}`,
    percent(row.top1, row.top1Margin),
    percent(row.top5),
    row.loss.toFixed(3),
    `${row.words}`,
    percent(row.wordTop1, row.wordTop1Margin),
  ]);
  const all = [heading, ...lines];
  const widths = heading.map((_, column) => Math.max(...all.map((cells) => cells[column]?.length ?? 0)));
  const text = all.map((cells) => cells.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('   '));
  const seconds = rows.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / 1000;
  return `${text.join('\n')}\n\n${name} on ${device} in ${precision}, seed ${seed}, ${seconds.toFixed(1)} s\n`;
}

/** @param margin half the width of the 95 % interval; NaN when it cannot be told */
function percent(share: number, margin = Number.NaN): string {
  if (Number.isNaN(share)) return '-';
  const value = (100 * share).toFixed(2);
  return Number.isNaN(margin) ? `${value} %` : `${value} ± ${(100 * margin).toFixed(2)} %`;
}
