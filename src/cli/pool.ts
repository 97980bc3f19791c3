import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { backgroundFor } from '../catalog/background.js';
import { type Comparison, DEFAULT_METHODS, type Sentences } from '../core/comparison/comparison.js';
import { place } from '../core/comparison/condensed.js';
import { ranked } from '../core/comparison/findings.js';
import { guessColumns, linesOf, PAIRS_FILE, pairsOf, readRows } from '../core/comparison/pairsFile.js';
import { comparisonJson } from '../core/comparison/writers.js';
import { ClozeError, messageOf } from '../core/errors.js';
import { short } from '../core/json.js';
import { type Command, withEngine } from './command.js';
import { loadParams } from './load.js';
import type { CommandLine } from './options.js';

const KEY = 'pool';
const LISTED = 5;

/** `cloze pool`: pooling methods side by side; the numbers of the panel. */
export const poolCommand: Command = {
  name: 'pool',
  usage: 'cloze pool FILE [--methods ID,ID,...] [--columns FIRST,SECOND[,GOLD]] [--model NAME|DIR] [--json]',
  summary:
    'Pooling methods side by side: on the pairs of a .tsv, .csv or .jsonl file, with gold scores if it has them, or on the\n' +
    '      lines of any other. Methods: cls, mean, max, first-last, mean+whiten64, mean@2/bare+centre ...',
  options: { values: ['methods', 'columns', 'model'] },

  async run(line, io) {
    const { sentences, skipped } = await given(line);
    const methods =
      line
        .text('methods')
        ?.split(',')
        .map((id) => id.trim()) ?? DEFAULT_METHODS;
    const { file: background } = backgroundFor(sentences.texts, io.modelsFolder);
    return withEngine(io, loadParams(line, io), async (engine) => {
      const timer = setInterval(() => {
        engine.call('comparisonProgress', { key: KEY }).then(
          (how) => how && io.progress(`${how.done} of ${how.of} texts`),
          () => {},
        );
      }, 500);
      const params = { sentences, methods, background, lane: 'interactive', key: KEY } as const;
      const comparison = await engine.call('comparePoolings', params).finally(() => clearInterval(timer));
      io.progress('');
      if (skipped > 0) io.err(`cloze: ${skipped} rows without two texts were left out.\n`);
      io.out(line.flag('json') ? `${JSON.stringify(comparisonJson(comparison))}\n` : told(comparison));
      return 0;
    });
  },
};

/** @throws ClozeError `bad-request` for a file that cannot be read, or whose columns cannot be told apart */
async function given(line: CommandLine): Promise<{ sentences: Sentences; skipped: number }> {
  const [file, ...others] = line.positionals;
  if (file === undefined || others.length > 0) throw new ClozeError('bad-request', 'cloze pool takes one file.');
  const text = await readFile(file).then(
    (bytes) => decoded(bytes, file),
    (error: unknown) => {
      throw new ClozeError('bad-request', `${file} cannot be read: ${messageOf(error)}.`, { cause: error });
    },
  );
  if (!PAIRS_FILE.test(file)) return { sentences: linesOf(text), skipped: 0 };
  const rows = readRows(text, path.basename(file));
  const isColumn = (value: number) => Number.isInteger(value) && value >= 1 && value <= rows.width;
  const [first, second, gold] = line.numbers('columns', [], isColumn, `numbers of columns, 1 to ${rows.width}`);
  const columns =
    first !== undefined && second !== undefined
      ? { first: first - 1, second: second - 1, ...(gold !== undefined && { gold: gold - 1 }) }
      : guessColumns(rows);
  if (!columns) {
    const heads = (rows.names ?? rows.rows[0] ?? []).map((head, i) => `${i + 1}: ${short(head, 30)}`);
    throw new ClozeError(
      'bad-request',
      `Which columns of ${file} are meant is unclear (${heads.join('; ')}); give --columns.`,
    );
  }
  const { skipped, ...sentences } = pairsOf(rows, columns);
  return { sentences, skipped };
}

function decoded(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new ClozeError('bad-request', `${file} is not UTF-8.`, { cause: error });
  }
}

function told(comparison: Comparison): string {
  const { model, texts, sampledFrom, background, methods, disagreements, split } = comparison;
  const width = Math.max(...methods.map(({ id }) => id.length), 6);
  const hasGold = methods.some(({ gold }) => gold);
  const head = `${'method'.padEnd(width)}${hasGold ? '  Spearman [95 %]     Pearson' : ''}  random pairs  spread  top component  IsoScore`;
  const rows = ranked(methods).map(({ id, gold, background: { meanCosine, spread, topShare, isoScore } }) => {
    const interval = !gold
      ? ''
      : Number.isFinite(gold.spearman.low)
        ? `[${fixed(gold.spearman.low)}, ${fixed(gold.spearman.high)}]`
        : 'too few pairs';
    const agreement = gold
      ? `  ${fixed(gold.spearman.value)} ${interval.padEnd(14)}  ${fixed(gold.pearson.value)}`
      : '';
    const share = `${(100 * topShare).toFixed(1)} %`;
    return `${id.padEnd(width)}${hasGold ? agreement.padEnd(30) : ''}  ${fixed(meanCosine).padStart(12)}  ${fixed(spread).padStart(6)}  ${share.padStart(13)}  ${fixed(isoScore).padStart(8)}`;
  });
  const pairs = disagreements.slice(0, LISTED).map(({ i, j, highest, lowest }) => {
    const at = place(i, j, texts.length);
    const side = (m: number) => `${methods[m]?.id} ${methods[m]?.percentiles[at]?.toFixed(0)}`;
    return `  ${side(highest)}, ${side(lowest)}: ${short(texts[i] as string, 50)} | ${short(texts[j] as string, 50)}`;
  });
  return [
    head,
    ...rows,
    '',
    'random pairs: mean cosine of two unrelated sentences; near 1, all vectors point the same way.',
    'top component: share of the variance along one direction. IsoScore: 1 when all directions are used alike.',
    ...(hasGold ? ['Spearman: agreement of ranks with the gold scores, with a bootstrap interval over pairs.'] : []),
    ...(pairs.length > 0 ? ['', 'Where the methods disagree most, as percentiles among random pairs:', ...pairs] : []),
    '',
    `${model.name}, ${texts.length} sentences${sampledFrom === undefined ? '' : `, a sample of ${sampledFrom}`}; background of ${background.sentences}`,
    ...(split > 0 ? [`${split} longer than the model's window: pooled in parts, by token count`] : []),
    '',
  ].join('\n');
}

function fixed(value: number): string {
  return value.toFixed(3);
}
