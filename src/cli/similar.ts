import { backgroundFor } from '../catalog/background.js';
import { type Ask, type Similarities, similarities } from '../client/similarity.js';
import { ClozeError } from '../core/errors.js';
import { mostAlike, mostDifferent, type WordMatch } from '../core/vectors/wordMatches.js';
import type { ModelInfo } from '../protocol/engine.js';
import { type Command, withEngine } from './command.js';
import { knowsNothing, tellUnfamiliar } from './familiarity.js';
import { textOf } from './given.js';
import { loadParams } from './load.js';
import type { CommandLine } from './options.js';
import { readText } from './read.js';
import { fitsMatrix, matrixTold, pairsOf, pairsTold, type SimilarPair } from './similarityTables.js';

/** All pairs of more take much memory. */
const MOST_TEXTS = 1000;
const TOP = 20;
const WORDS = 3;

/** `cloze similar`: how alike texts are. */
export const similarCommand: Command = {
  name: 'similar',
  usage:
    'cloze similar TEXT|FILE TEXT|FILE ... | --file FILE|- [--top 20] [--representation ID] [--model NAME|DIR] [--json]',
  summary:
    'The cosine of the sentence vectors of texts, or with --file of the lines of one file, and its percentile among\n' +
    '      random pairs of ordinary sentences; of more texts than a matrix on the terminal has room for, the --top pairs\n' +
    '      that are most alike. ID: mean, first-last, cls@2, mean/bare+whiten64 ...',
  options: { values: ['file', 'top', 'representation', 'model'] },

  async run(line, io) {
    const top = line.whole('top', TOP);
    const isList = line.text('top') !== undefined;
    const texts = await textsOf(line);
    const load = loadParams(line, io);
    const { file: background, language } = backgroundFor(texts, io.modelsFolder);
    return withEngine(io, load, async (engine, info) => {
      const isKnown = (await tellUnfamiliar(engine, io, texts)).map((it) => !knowsNothing(it));
      const started = performance.now();
      const how = { representation: line.text('representation') ?? '', background, lane: 'interactive' } as const;
      io.progress('the first time, a model embeds 2,000 background sentences');
      const ask: Ask = (method, params) => engine.call(method, params);
      const found = await similarities(ask, texts, how).finally(() => io.progress(''));
      const [a, b, ...others] = texts;
      const two = a !== undefined && b !== undefined && others.length === 0 ? ([a, b] as const) : undefined;
      const words = two && (await engine.call('compareWords', { ...how, texts: two }));
      const result = { ...found, info, language, isKnown, milliseconds: performance.now() - started };
      io.out(
        line.flag('json') ? json(texts, result, words) : told(texts, result, words, { top, isList, width: io.width }),
      );
      return 0;
    });
  },
};

interface Result extends Similarities {
  readonly info: ModelInfo;
  readonly language: string;
  /** Whether the model knows anything of each text. */
  readonly isKnown: readonly boolean[];
  readonly milliseconds: number;
}

/** @throws ClozeError `bad-request` unless there are two or more */
async function textsOf(line: CommandLine): Promise<readonly string[]> {
  const file = line.text('file');
  if (file !== undefined && line.positionals.length > 0) {
    throw new ClozeError('bad-request', 'cloze similar takes either texts or --file.');
  }
  const texts =
    file === undefined
      ? await Promise.all(line.positionals.map(textOf))
      : (await readText(file)).split(/\r?\n/).filter((it) => it.trim() !== '');
  const blank = texts.findIndex((text) => text.trim() === '');
  if (blank >= 0) throw new ClozeError('bad-request', `Text ${blank + 1} is blank.`);
  if (texts.length < 2) throw new ClozeError('bad-request', 'cloze similar takes two or more texts.');
  if (texts.length > MOST_TEXTS) {
    throw new ClozeError('bad-request', `cloze similar takes at most ${MOST_TEXTS} texts, not ${texts.length}.`);
  }
  return texts;
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

function told(
  texts: readonly string[],
  result: Result,
  words: readonly WordMatch[] | undefined,
  { top, isList, width }: { top: number; isList: boolean; width: number },
): string {
  const { info, representation, language, sentences, meanCosine, isKnown, milliseconds } = result;
  const all = pairsOf(result);
  const known = all.filter(({ a, b }) => isKnown[a - 1] && isKnown[b - 1]);
  const resolution = all.reduce((least, { pairs }) => Math.min(least, pairs), Number.POSITIVE_INFINITY);
  const split = result.texts.flatMap(({ parts }, i) =>
    parts > 1 ? [`Text ${i + 1} is longer than the model's window: ${parts} parts, pooled by token count.\n`] : [],
  );
  if (known.length === 0) return `Nothing can be said of how alike they are.\n\n${info.name} on ${info.device}\n`;
  const likeness = () => {
    if (words) return pairTold(known[0] as SimilarPair, words);
    const isMatrix = !isList && fitsMatrix(texts.length, width);
    const some = known.length < all.length;
    return isMatrix
      ? matrixTold(texts, result, (text) => isKnown[text] === true, width) +
          (some ? '?: the model knows no token of one of the two.\n' : '')
      : pairsTold(texts, known, top, width) + (some ? 'Texts of which the model knows no token are left out.\n' : '');
  };
  return [
    likeness(),
    ...split,
    `\n${representation}, ${info.name} on ${info.device}, ${milliseconds.toFixed(0)} ms\n`,
    `Percentile: so many of a hundred random pairs of ordinary sentences (${language}) of about these lengths are less alike.\n`,
    `Their mean cosine is ${meanCosine.toFixed(3)}; ${sentences} sentences, at least ${resolution} pairs for each percentile.\n`,
  ].join('');
}

function pairTold({ cosine, percentile }: SimilarPair, words: readonly WordMatch[]): string {
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
