import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { backgroundFor } from '../catalog/background.js';
import { type Ask, type Similarities, similarities } from '../client/similarity.js';
import { ClozeError, messageOf } from '../core/errors.js';
import { short } from '../core/json.js';
import { groupedOrder } from '../core/vectors/order.js';
import { isStrange } from '../core/vectors/states.js';
import { mostAlike, mostDifferent, type WordMatch } from '../core/vectors/wordMatches.js';
import type { ModelInfo } from '../protocol/engine.js';
import { type Command, withEngine } from './command.js';
import { loadParams } from './load.js';
import type { CommandLine } from './options.js';

/** A matrix of more is nothing to read, and takes the square in memory. */
const MOST_TEXTS = 1000;
const WORDS = 3;

/** `cloze similar`: how alike texts are. */
export const similarCommand: Command = {
  name: 'similar',
  usage: 'cloze similar A B ... | --file FILE [--representation ID] [--model NAME|DIR] [--json]',
  summary:
    'The cosine of the sentence vectors of texts, or of the lines of a file ("-": standard input), with its percentile\n' +
    '      among random pairs of ordinary sentences. ID: mean, first-last, cls@2, mean/bare+whiten64 ...',
  options: { values: ['file', 'representation', 'model'] },

  async run(line, io) {
    const texts = await textsOf(line);
    const load = loadParams(line, io);
    const { file: background, language } = backgroundFor(texts, io.modelsFolder);
    return withEngine(io, load, async (engine, info) => {
      const started = performance.now();
      const how = { representation: line.text('representation') ?? '', background, lane: 'interactive' } as const;
      io.progress('the first time, a model embeds 2,000 background sentences');
      const ask: Ask = (method, params) => engine.call(method, params);
      const found = await similarities(ask, texts, how).finally(() => io.progress(''));
      const [a, b, ...others] = texts;
      const two = a !== undefined && b !== undefined && others.length === 0 ? ([a, b] as const) : undefined;
      const words = two && (await engine.call('compareWords', { ...how, texts: two }));
      const result = { ...found, info, language, milliseconds: performance.now() - started };
      io.out(line.flag('json') ? json(texts, result, words) : told(texts, result, words));
      return 0;
    });
  },
};

interface Result extends Similarities {
  readonly info: ModelInfo;
  readonly language: string;
  readonly milliseconds: number;
}

/** @throws ClozeError `bad-request` unless there are two or more */
async function textsOf(line: CommandLine): Promise<readonly string[]> {
  const file = line.text('file');
  if (file !== undefined && line.positionals.length > 0) {
    throw new ClozeError('bad-request', 'cloze similar takes either texts or --file.');
  }
  const texts = file === undefined ? line.positionals : await linesOf(file);
  const blank = texts.findIndex((text) => text.trim() === '');
  if (blank >= 0) throw new ClozeError('bad-request', `Text ${blank + 1} is blank.`);
  if (texts.length < 2) throw new ClozeError('bad-request', 'cloze similar takes two or more texts.');
  if (texts.length > MOST_TEXTS) {
    throw new ClozeError('bad-request', `cloze similar takes at most ${MOST_TEXTS} texts, not ${texts.length}.`);
  }
  return texts;
}

/** Lines with something on them. @throws ClozeError `bad-request` */
async function linesOf(file: string): Promise<string[]> {
  try {
    const bytes = await (file === '-' ? buffer(process.stdin) : readFile(file));
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.split(/\r?\n/).filter((line) => line.trim() !== '');
  } catch (error) {
    throw new ClozeError('bad-request', `${file} cannot be read: ${messageOf(error)}.`, { cause: error });
  }
}

function pairsOf({ cosines, percentiles, pairs }: Similarities) {
  return cosines.flatMap((row, i) =>
    Array.from(row, (cosine, j) => ({
      a: i + 1,
      b: j + 1,
      cosine,
      percentile: percentiles[i]?.[j] ?? Number.NaN,
      pairs: pairs[i]?.[j] ?? 0,
    })).filter(({ b }) => b > i + 1),
  );
}

function json(texts: readonly string[], result: Result, words: readonly WordMatch[] | undefined): string {
  const { info, representation, language, sentences, meanCosine, milliseconds } = result;
  return `${JSON.stringify({
    model: info.name,
    device: info.device,
    representation,
    background: { language, sentences, meanCosine },
    milliseconds,
    texts: texts.map((text, i) => ({ text, ...result.texts[i] })),
    similarities: pairsOf(result),
    ...(words && { words }),
  })}\n`;
}

function told(texts: readonly string[], result: Result, words: readonly WordMatch[] | undefined): string {
  const { info, representation, language, sentences, meanCosine, milliseconds } = result;
  const all = pairsOf(result);
  const resolution = Math.min(...all.map(({ pairs }) => pairs));
  const split = result.texts.flatMap(({ parts }, i) =>
    parts > 1 ? [`Text ${i + 1} is longer than the model's window: ${parts} parts, pooled by token count.\n`] : [],
  );
  const strange = result.texts.flatMap(({ tokens, unknown }, i) =>
    isStrange({ tokens, unknown })
      ? [`The model does not know ${unknown} of the ${tokens} tokens of text ${i + 1}.\n`]
      : [],
  );
  return [
    words ? pairTold(all[0] as (typeof all)[number], words) : matrixTold(texts, result),
    ...split,
    ...strange,
    `\n${representation}, ${info.name} on ${info.device}, ${milliseconds.toFixed(0)} ms\n`,
    `Percentile: so many of a hundred random pairs of ordinary sentences (${language}) of about these lengths are less alike.\n`,
    `Their mean cosine is ${meanCosine.toFixed(3)}; ${sentences} sentences, at least ${resolution} pairs for each percentile.\n`,
  ].join('');
}

function pairTold({ cosine, percentile }: { cosine: number; percentile: number }, words: readonly WordMatch[]): string {
  const show = (label: string, matches: readonly WordMatch[], join: string) =>
    matches.length === 0
      ? ''
      : `${label}  ${matches.map((it) => `${it.word.word} ${join} ${it.match.word} ${it.cosine.toFixed(2)}`).join(', ')}\n`;
  return [
    `cosine  ${cosine.toFixed(4)}   percentile  ${percentile.toFixed(1)}\n`,
    show('most alike    ', mostAlike(words, WORDS), '~'),
    show('most different', mostDifferent(words, WORDS), '->'),
  ].join('');
}

/** Cosines below the diagonal and percentiles above it, in an order that shows groups. */
function matrixTold(texts: readonly string[], { cosines, percentiles }: Similarities): string {
  const order = groupedOrder(cosines);
  const cell = (i: number, j: number, row: number, column: number) => {
    if (row === column) return '-';
    return row > column ? (cosines[i]?.[j] ?? 0).toFixed(3) : (percentiles[i]?.[j] ?? 0).toFixed(1);
  };
  const numbers = order.map((i) => `${i + 1}`.padStart(6)).join(' ');
  const rows = order.map((i, row) => {
    const cells = order.map((j, column) => cell(i, j, row, column).padStart(6)).join(' ');
    return `${`${i + 1}`.padStart(4)} ${cells}   ${short((texts[i] as string).replace(/\s+/g, ' '), 60)}\n`;
  });
  return `     ${numbers}   cosines below the diagonal, percentiles above\n${rows.join('')}`;
}
