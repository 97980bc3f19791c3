import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { ClozeError, messageOf } from '../../core/errors.js';
import { type BlimpSummary, judgePairs, type Paradigm, parseParadigm, summarise } from '../../core/evaluation/blimp.js';
import type { Estimate } from '../../core/evaluation/bootstrap.js';
import { PLL_METHODS } from '../../core/methods/pll.js';
import { totalsOf } from '../../core/methods/scoreTotals.js';
import { type Command, withEngine } from '../command.js';
import { loadParams } from '../load.js';
import { readText } from '../read.js';

/** `cloze eval blimp`: how often a model finds the right sentence of a pair likelier (core/evaluation/blimp.ts). */
export const evalBlimpCommand: Command = {
  name: 'eval blimp',
  usage:
    'cloze eval blimp DIR [--method word-l2r|original|whole-word] [--limit N] [--seed 1] [--model NAME|DIR] [--json]',
  summary:
    'Minimal pairs of grammar: the share of pairs of each *.jsonl in DIR whose good sentence has the higher\n' +
    '      pseudo-log-likelihood, with 95 % intervals; --limit takes N pairs of each file.',
  options: { values: ['method', 'limit', 'seed', 'model'] },

  async run(line, io) {
    const folder = line.only('cloze eval blimp takes one folder');
    const method = line.oneOf('method', PLL_METHODS);
    const limit = line.whole('limit', Number.POSITIVE_INFINITY);
    const seed = line.seed;
    const paradigms = await readParadigms(folder);

    return withEngine(io, loadParams(line, io), async (engine, { name, device, precision }) => {
      const started = performance.now();
      const score = async (texts: readonly string[]) => {
        const scored = await engine.call('score', {
          texts: texts.map((text) => ({ text })),
          method,
          lane: 'background',
        });
        return scored.map((sentences) => totalsOf(sentences.flatMap(({ words }) => words)).logprob);
      };
      const results = await judgePairs(paradigms, limit, score, (done, total) =>
        io.progress(`${done} of ${total} pairs`),
      ).finally(() => io.progress(''));
      const summary = summarise(results, seed);
      const pairs = results.reduce((sum, { hits }) => sum + hits.length, 0);
      const milliseconds = performance.now() - started;
      const facts = { model: name, device, precision, method, seed, pairs, milliseconds };
      io.out(
        line.flag('json')
          ? `${JSON.stringify({ ...facts, ...summary })}\n`
          : `${table(summary)}\n${pairs} pairs, ${method}; ${name} on ${device} in ${precision}, seed ${seed}, ` +
              `${(milliseconds / 1000).toFixed(1)} s\n`,
      );
      return 0;
    });
  },
};

/** @throws ClozeError `bad-request` when the folder cannot be read, or has no pairs */
async function readParadigms(folder: string): Promise<Paradigm[]> {
  const bad = (what: string, cause?: unknown) => new ClozeError('bad-request', `${folder} ${what}.`, { cause });
  const names = await readdir(folder).catch((error: unknown) => {
    throw bad(`cannot be read: ${messageOf(error)}`, error);
  });
  const files = names.filter((name) => name.endsWith('.jsonl')).sort();
  if (files.length === 0) throw bad('has no *.jsonl');
  return Promise.all(
    files.map(async (file) => parseParadigm(file.replace(/\.jsonl$/, ''), await readText(path.join(folder, file)))),
  );
}

function table({ average, fields, paradigms }: BlimpSummary): string {
  const rows = [
    ...paradigms.map(({ name, accuracy }) => [name, percent(accuracy)]),
    ['', ''],
    ...fields.map((field) => [`${field.name || 'no field'} (${field.paradigms})`, percent(field.average)]),
    ['average of the paradigms', percent(average)],
  ];
  const width = Math.max(...rows.map(([name = '']) => name.length));
  return rows.map(([name = '', value = '']) => `${name.padEnd(width)}  ${value}`.trimEnd()).join('\n');
}

function percent({ value, low, high }: Estimate): string {
  const share = (n: number) => (100 * n).toFixed(1);
  return `${share(value).padStart(5)} %  [${share(low)}, ${share(high)}]`;
}
