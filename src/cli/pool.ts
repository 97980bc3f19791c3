import path from 'node:path';
import { backgroundFor } from '../catalog/background.js';
import { type Comparison, DEFAULT_METHODS } from '../core/comparison/comparison.js';
import { lackTold } from '../core/comparison/lack.js';
import { type FilePairs, guessColumns, linesOf, PAIRS_FILE, pairsOf, readRows } from '../core/comparison/pairsFile.js';
import { comparisonJson } from '../core/comparison/writers.js';
import { ClozeError } from '../core/errors.js';
import { short } from '../core/json.js';
import { formatRepresentation, parseRepresentation } from '../core/vectors/representation.js';
import { type Command, withEngine } from './command.js';
import { notices as unfamiliarTold } from './familiarity.js';
import { loadParams } from './load.js';
import type { CommandLine } from './options.js';
import { comparisonTold } from './poolTables.js';
import { readText } from './read.js';

const KEY = 'pool';

/** `cloze pool`: pooling methods side by side; the numbers of the panel. */
export const poolCommand: Command = {
  name: 'pool',
  usage:
    'cloze pool FILE|- [--methods ID,ID,...] [--columns FIRST,SECOND[,GOLD]] [--against ID]\n' +
    '      [--model NAME|DIR] [--json]',
  summary:
    'Pooling methods side by side: on the pairs of a .tsv, .csv or .jsonl file, with gold scores if it has them, or on the\n' +
    '      lines of any other. Methods: cls, mean, max, first-last, mean+whiten64, mean@2/bare+centre ... With gold scores,\n' +
    '      each is held against the best one, or the one of --against.',
  options: { values: ['methods', 'columns', 'against', 'model'] },

  async run(line, io) {
    const { sentences, skipped, unrated } = await given(line);
    const methods = (line.text('methods')?.split(',') ?? DEFAULT_METHODS).map(canonical);
    const other = line.text('against');
    const against = other === undefined ? undefined : canonical(other);
    if (against !== undefined && !methods.includes(against)) {
      throw new ClozeError('bad-request', `--against takes one of the methods: ${methods.join(', ')}.`);
    }
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
      for (const notice of notices(skipped, unrated, comparison)) io.err(`cloze: ${notice}\n`);
      io.out(
        line.flag('json') ? `${JSON.stringify(comparisonJson(comparison))}\n` : comparisonTold(comparison, against),
      );
      return 0;
    });
  },
};

/** @throws ClozeError `bad-request` for a file that cannot be read, or whose columns cannot be told apart */
async function given(line: CommandLine): Promise<FilePairs> {
  const file = line.only('cloze pool takes one file');
  const text = await readText(file);
  const bad = (what: string) => new ClozeError('bad-request', what);
  if (!PAIRS_FILE.test(file)) {
    if (line.text('columns') !== undefined) throw bad('--columns is for files of pairs: .tsv, .csv or .jsonl.');
    return { sentences: linesOf(text), skipped: 0, unrated: [] };
  }
  const rows = readRows(text, path.basename(file));
  const chosen = line.wholes('columns', [], `numbers of columns, 1 to ${rows.width}`, 1, rows.width);
  if (chosen.length === 1 || chosen.length > 3) throw bad('--columns takes two columns of texts, and one of scores.');
  const [first, second, gold] = chosen;
  const columns =
    first !== undefined && second !== undefined
      ? { first: first - 1, second: second - 1, ...(gold !== undefined && { gold: gold - 1 }) }
      : guessColumns(rows);
  if (!columns) {
    const heads = (rows.names ?? rows.rows[0] ?? []).map((head, i) => `${i + 1}: ${short(head, 30)}`);
    throw bad(`Which columns of ${file} are meant is unclear (${heads.join('; ')}); give --columns.`);
  }
  return pairsOf(rows, columns);
}

/** The one way of writing a method. @throws ClozeError `bad-request` when it is none */
function canonical(id: string): string {
  return formatRepresentation(parseRepresentation(id));
}

/** What a reader of the numbers should know. */
function notices(skipped: number, unrated: readonly string[], { leftOut, model, familiarity }: Comparison): string[] {
  const example = unrated.find((it) => it !== '');
  const such = example === undefined ? '' : `, such as "${short(example, 40)}"`;
  return [
    ...(skipped > 0 ? [`Rows without two texts, which are left out: ${skipped}.`] : []),
    ...(unrated.length > 0
      ? [`Rows without a number as gold score${such}: ${unrated.length}. Their pairs are compared, but not rated.`]
      : []),
    ...unfamiliarTold(familiarity),
    ...leftOut.map(({ id, lacks }) => `${id} is left out: ${lackTold(lacks, model)}.`),
  ];
}
