import type { EngineClient } from '../../client/engineClient.js';
import { ClozeError } from '../../core/errors.js';
import type { Estimate } from '../../core/evaluation/bootstrap.js';
import { drawGaps, type GapAnswer, type GapQuestion, type GapsAt, judgeGaps } from '../../core/evaluation/gaps.js';
import { LEAST_EVIDENCE } from '../../core/methods/continuation.js';
import { type Command, withEngine } from '../command.js';
import { loadParams } from '../load.js';
import { readDocuments } from './text.js';

/** Evidence in nats from which something is suggested: what is the default, and others to choose from. */
const LEAST = [Number.NEGATIVE_INFINITY, 0, 0.5, LEAST_EVIDENCE, 1.5, 2, 3];
/** So many gaps are asked about at a time. */
const GROUP = 16;

/** `cloze eval gaps`: how well words that are missing are found (core/evaluation/gaps.ts). */
export const evalGapsCommand: Command = {
  name: 'eval gaps',
  usage: 'cloze eval gaps FILE [--limit 1000] [--seed 1] [--model NAME|DIR] [--json]',
  summary:
    'Deletes a word of a text ("-": standard input) at each of 1,000 places: is it the first suggestion there, or one\n' +
    '      of five; and how often is something suggested before the same words where nothing is missing.',
  options: { values: ['limit', 'seed', 'model'] },

  async run(line, io) {
    const file = line.only('cloze eval gaps takes one file');
    const limit = line.whole('limit', 1000);
    const seed = line.seed;
    const gaps = drawGaps((await readDocuments(file)).flat(), limit, seed);
    if (gaps.length === 0) throw new ClozeError('bad-request', `${file} has no words that could be deleted.`);

    return withEngine(io, loadParams(line, io), async (engine, { name, device, precision }) => {
      const started = performance.now();
      const deleted: GapAnswer[] = [];
      const intact: GapAnswer[] = [];
      try {
        for (let i = 0; i < gaps.length; i += GROUP) {
          io.progress(`${i} of ${gaps.length} gaps`);
          const group = gaps.slice(i, i + GROUP);
          deleted.push(...(await Promise.all(group.map((gap) => ask(engine, gap.deleted, Number.NEGATIVE_INFINITY)))));
          intact.push(...(await Promise.all(group.map((gap) => ask(engine, gap.whole, Number.POSITIVE_INFINITY)))));
        }
      } finally {
        io.progress('');
      }
      const results = LEAST.map((least) => judgeGaps(gaps, deleted, intact, least, seed));
      const milliseconds = performance.now() - started;
      const facts = { model: name, device, precision, seed, gaps: gaps.length, milliseconds };
      io.out(
        line.flag('json')
          ? `${JSON.stringify({ ...facts, results: results.map(finite) })}\n`
          : `${table(results)}\n\n${gaps.length} gaps; ${name} on ${device} in ${precision}, seed ${seed}, ` +
              `${(milliseconds / 1000).toFixed(1)} s\n`,
      );
      return 0;
    });
  },
};

async function ask(engine: EngineClient, question: GapQuestion, least: number): Promise<GapAnswer> {
  const { suggestions, evidence } = await engine.call('continueAt', { ...question, top: 5, least, lane: 'background' });
  return { suggestions: suggestions.map(({ words }) => words), evidence: evidence ?? Number.NEGATIVE_INFINITY };
}

/** JSON has no infinity: `least` is null where something is always suggested. */
function finite({ least, ...shares }: GapsAt) {
  return { least: Number.isFinite(least) ? least : null, ...shares };
}

function table(results: readonly GapsAt[]): string {
  const rows = results.map(({ least, falseInserts, found, top1, top5 }) => [
    Number.isFinite(least) ? `${least}${least === LEAST_EVIDENCE ? ' (default)' : ''}` : 'always',
    ...[falseInserts, found, top1, top5].map(percent),
  ]);
  const all = [['from evidence', 'false inserts', 'something found', 'top-1', 'top-5'], ...rows];
  const widths = all[0]?.map((_, column) => Math.max(...all.map((cells) => cells[column]?.length ?? 0))) ?? [];
  return all.map((cells) => cells.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('   ')).join('\n');
}

function percent({ value, low, high }: Estimate): string {
  const share = (n: number) => (100 * n).toFixed(1);
  return `${share(value)} % [${share(low)}, ${share(high)}]`;
}
