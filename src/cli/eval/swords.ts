import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import type { EngineClient } from '../../client/engineClient.js';
import { ClozeError, messageOf } from '../../core/errors.js';
import type { Estimate } from '../../core/evaluation/bootstrap.js';
import { spread } from '../../core/evaluation/corpus.js';
import { readSwords, type SwordsTarget } from '../../core/evaluation/swords.js';
import {
  type GenerationSummary,
  type JudgedAnswers,
  judgedAnswers,
  summariseGeneration,
} from '../../core/evaluation/swordsGeneration.js';
import {
  type JudgedTarget,
  judgedTarget,
  type RankingSummary,
  substituteForms,
  summariseRanking,
} from '../../core/evaluation/swordsRanking.js';
import { summariseTuning, type TuningSummary } from '../../core/evaluation/swordsTuning.js';
import { REPLACE_WEIGHTS, type SignalWeights } from '../../core/methods/replaceSignals.js';
import { type Command, type Io, withEngine } from '../command.js';
import { loadParams } from '../load.js';

interface Results {
  readonly weights: SignalWeights;
  readonly ranking: RankingSummary;
  readonly generation: GenerationSummary & { readonly millisecondsEach: number };
  readonly tuning?: TuningSummary;
}

/** Answers asked for a target. */
const TOP = 10;

/** `cloze eval swords`: how good the replacements of words are (core/evaluation/swords.ts). */
export const evalSwordsCommand: Command = {
  name: 'eval swords',
  usage: 'cloze eval swords FILE [--limit N] [--seed 1] [--tune] [--model NAME|DIR] [--json]',
  summary:
    'Replacing words while keeping the sense, on a file of the SWORDS benchmark (JSON, also gzipped): generalised\n' +
    '      average precision of the ranking of its candidates, how good our own are, and with --tune the weights of\n' +
    '      the signals that suit the file best, chosen on one half and measured on the other.',
  options: { values: ['limit', 'seed', 'model'], flags: ['tune'] },

  async run(line, io) {
    const file = line.only('cloze eval swords takes one file');
    const limit = line.whole('limit', Number.POSITIVE_INFINITY);
    const seed = line.seed;
    const targets = spread(readSwords(await readJson(file)), limit);

    return withEngine(io, loadParams(line, io), async (engine, { name, device, precision }) => {
      const { judged, answers, milliseconds } = await measure(targets, engine, io).finally(() => io.progress(''));
      const results: Results = {
        weights: REPLACE_WEIGHTS,
        ranking: summariseRanking(judged, REPLACE_WEIGHTS, seed),
        generation: { ...summariseGeneration(answers, seed), millisecondsEach: median(milliseconds) },
        ...(line.flag('tune') && { tuning: summariseTuning(judged, seed) }),
      };
      io.out(
        line.flag('json')
          ? `${JSON.stringify({ model: name, device, precision, seed, ...results })}\n`
          : `${table(results)}\n\n${name} on ${device} in ${precision}, seed ${seed}\n`,
      );
      return 0;
    });
  },
};

async function measure(targets: readonly SwordsTarget[], engine: EngineClient, io: Io) {
  const judged: JudgedTarget[] = [];
  const answers: JudgedAnswers[] = [];
  const milliseconds: number[] = [];
  for (const [i, target] of targets.entries()) {
    io.progress(`${i} of ${targets.length} targets`);
    const { text, span } = target;
    const forms = substituteForms(target);
    const candidates = forms.map((form) => form.text);
    const signals = await engine.call('judgeReplacements', { text, span, candidates, lane: 'background' });
    judged.push(judgedTarget(target, forms, signals));
    const started = performance.now();
    const replacements = await engine.call('replace', { text, span, top: TOP, lane: 'interactive' });
    milliseconds.push(performance.now() - started);
    const words = replacements.map(({ word }) => word);
    answers.push(judgedAnswers(target, words));
  }
  return { judged, answers, milliseconds };
}

/** @throws ClozeError `bad-request` */
async function readJson(file: string): Promise<unknown> {
  try {
    const bytes = await readFile(file);
    const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
    return JSON.parse((isPacked ? gunzipSync(bytes) : bytes).toString('utf8').replace(/^\ufeff/, ''));
  } catch (error) {
    throw new ClozeError('bad-request', `${file} cannot be read: ${messageOf(error)}.`, { cause: error });
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function table({ weights, ranking, generation, tuning }: Results): string {
  const { targets, first, firstKnown, f10, copies, millisecondsEach } = generation;
  const rows = [
    [`Ranking given candidates (${ranking.targets} targets), generalised average precision`],
    ['blend', percent(ranking.blend)],
    ['plain mask', percent(ranking.plain)],
    ['blend - plain mask', percent(ranking.blendMinusPlain)],
    ...Object.entries(ranking.alone).map(([name, estimate]) => [`${name} alone`, percent(estimate)]),
    ...Object.entries(ranking.without).map(([name, estimate]) => [
      `without ${name}, less the blend`,
      percent(estimate),
    ]),
    [],
    [`Own candidates (${targets} targets), first answer`],
    ['acceptable', percent(first.acceptable)],
    ['conceivable', percent(first.conceivable)],
    ['acceptable, of the known', percent(firstKnown.acceptable)],
    ['conceivable, of the known', percent(firstKnown.conceivable)],
    ['F10 strict, acceptable / conceivable', `${share(f10.strict.acceptable)} / ${share(f10.strict.conceivable)} %`],
    ['F10 lenient', `${share(f10.lenient.acceptable)} / ${share(f10.lenient.conceivable)} %`],
    ['copies of the target', `${share(copies)} %`],
    ['time each', `${millisecondsEach.toFixed(0)} ms`],
    [],
    ['weights', spelled(weights)],
    ...(tuning
      ? [
          ...tuning.halves.map((half) => [
            `weights of the other half (${half.targets} targets)`,
            `${share(half.precision)} %  ${spelled(half.weights)}`,
          ]),
          ['both halves, blend - plain mask', percent(tuning.blendMinusPlain)],
          ['weights of all', spelled(tuning.weights)],
        ]
      : []),
  ];
  const width = Math.max(...rows.filter((row) => row.length > 1).map(([name = '']) => name.length));
  return rows
    .map(([name = '', value]) => (value === undefined ? name : `  ${name.padEnd(width)}  ${value}`))
    .join('\n');
}

function spelled(weights: SignalWeights): string {
  return Object.entries(weights)
    .map(([name, weight]) => `${name} ${weight}`)
    .join(', ');
}

function percent({ value, low, high }: Estimate): string {
  return `${share(value)} %  [${share(low)}, ${share(high)}]`;
}

function share(value: number): string {
  return (100 * value).toFixed(2);
}
