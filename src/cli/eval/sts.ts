import { readFile } from 'node:fs/promises';
import { backgroundFor } from '../../catalog/background.js';
import { savePreferences } from '../../catalog/preferences.js';
import { ClozeError } from '../../core/errors.js';
import { spread } from '../../core/evaluation/corpus.js';
import {
  evaluateSts,
  quickSpearman,
  readScoredPairs,
  type ScoredPair,
  type StsResult,
} from '../../core/evaluation/sts.js';
import { chosen, poolingKinds } from '../../core/evaluation/stsGrid.js';
import { backgroundSentences } from '../../core/vectors/backgroundText.js';
import { formatRepresentation, parseRepresentation } from '../../core/vectors/representation.js';
import { type Command, type Io, withEngine } from '../command.js';
import { loadParams } from '../load.js';
import type { CommandLine } from '../options.js';
import { readText } from '../read.js';
import { type Facts, gridTold, rowsTold } from './stsTables.js';
import { StsTrial, type Trial } from './stsTrial.js';

/** What is shown when no grid is asked for, besides the model's default. */
const USUAL = ['cls', 'mean', 'last-2', 'first-last', 'first-last+whiten', 'max'];

/** `cloze eval sts`: how well cosines order pairs of sentences as people do. */
export const evalStsCommand: Command = {
  name: 'eval sts',
  usage:
    'cloze eval sts FILE [--representation ID,ID] [--grid [--save]] [--limit N] [--seed 1] [--model NAME|DIR] [--json]',
  summary:
    "Spearman's rank correlation of cosines with people's scores: of pairs between tabs, or STS-B as it is published.\n" +
    '      --grid tries every layer, pooling and treatment; --save makes what it chooses the default of the model (cloze.json).',
  options: { values: ['representation', 'limit', 'seed', 'model'], flags: ['grid', 'save'] },

  async run(line, io) {
    const file = line.only('cloze eval sts takes one file');
    if (line.flag('save') && !line.flag('grid')) throw new ClozeError('bad-request', '--save needs --grid.');
    const limit = line.whole('limit', Number.POSITIVE_INFINITY, 3);
    const seed = line.seed;
    const pairs = spread(readScoredPairs(await readText(file)), limit);
    const load = loadParams(line, io);
    const background = backgroundFor(
      pairs.slice(0, 100).flatMap(({ texts }) => texts),
      io.modelsFolder,
    );
    const sentences = backgroundSentences(await readFile(background.file, 'utf8'));

    return withEngine(io, load, async (engine, info) => {
      const started = performance.now();
      const trial = new StsTrial(engine, info, pairs, sentences, (text) => io.progress(text));
      const kinds = poolingKinds({ hasPooler: info.hasPooler, hasMask: info.maskToken !== undefined });
      const trials = line.flag('grid')
        ? trial.grid(kinds)
        : trial.of(idsOf(line, info.representation).map(parseRepresentation));
      const tried = await measured(trials, pairs, seed, io);
      const best = chosen(tried);
      const facts: Facts = {
        info,
        pairs: pairs.length,
        background: `${background.language}, ${sentences.length} sentences`,
        seconds: (performance.now() - started) / 1000,
      };
      if (line.flag('save') && best)
        await savePreferences(load.folder, { representation: formatRepresentation(best.representation) });
      if (line.flag('json')) io.out(json(facts, seed, tried, line.flag('grid') ? best : undefined));
      else io.out(line.flag('grid') ? gridTold(facts, tried, best) : rowsTold(facts, tried));
      return 0;
    });
  },
};

/** A representation and how well it did. */
export interface Tried extends Trial {
  readonly spearman: number;
  /** With its interval. */
  readonly result: StsResult;
}

async function measured(
  trials: AsyncIterable<Trial>,
  pairs: readonly ScoredPair[],
  seed: number,
  io: Io,
): Promise<Tried[]> {
  const tried: Tried[] = [];
  try {
    for await (const trial of trials) {
      const result = evaluateSts(pairs, trial.cosines, { seed, replicates: 1000 });
      tried.push({ ...trial, spearman: quickSpearman(pairs, trial.cosines), result });
    }
  } finally {
    io.progress('');
  }
  return tried;
}

function idsOf(line: CommandLine, own: string): string[] {
  const given = line.text('representation')?.split(',') ?? [own, ...USUAL];
  return [...new Set(given.map((id) => formatRepresentation(parseRepresentation(id))))];
}

function json({ info, ...facts }: Facts, seed: number, tried: readonly Tried[], best: Tried | undefined): string {
  const results = tried.map(({ representation, result }) => ({
    representation: formatRepresentation(representation),
    ...result,
  }));
  const protocol = { spearman: 'all', wmean: 'wmean over the subsets of the file' };
  return `${JSON.stringify({
    model: info.name,
    device: info.device,
    precision: info.precision,
    seed,
    protocol,
    ...facts,
    ...(best && { chosen: formatRepresentation(best.representation) }),
    results,
  })}\n`;
}
