import { ClozeError } from '../../core/errors.js';
import type { Estimate } from '../../core/evaluation/bootstrap.js';
import { evaluateSpans, type SpanResult } from '../../core/evaluation/spans.js';
import { SPAN_METHODS } from '../../core/methods/spanTrial.js';
import { type Command, withEngine } from '../command.js';
import { loadParams } from '../load.js';
import type { CommandLine } from '../options.js';
import { readDocuments } from './text.js';
import { tokenise } from './tokenise.js';

/** The longest sequence, in tokens; shorter where the model takes fewer. */
const WINDOW = 128;

/** `cloze eval spans`: how well each method of filling finds several tokens in a row (core/evaluation/spans.ts). */
export const evalSpansCommand: Command = {
  name: 'eval spans',
  usage:
    'cloze eval spans FILE [--length 2,3] [--limit 1000] [--half first|second] [--seed 1] [--model NAME|DIR] [--json]',
  summary:
    'Masks spans of 2 and of 3 tokens of a text, one in each sequence of 128 tokens, and fills them on their own, from\n' +
    '      left to right, and together: how often all are found, how probable the true tokens are, how long it takes.',
  options: { values: ['length', 'limit', 'half', 'seed', 'model'] },

  async run(line, io) {
    const file = line.only('cloze eval spans takes one file');
    const lengths = line.wholes('length', [2, 3], 'whole numbers from 1 to 4, separated by commas', 1, 4);
    const limit = line.whole('limit', 1000);
    const seed = line.seed;
    const documents = halfOf(await readDocuments(file), line);

    return withEngine(io, loadParams(line, io), async (engine, { name, device, precision, maxTokens }) => {
      const window = Math.min(WINDOW, maxTokens);
      const results: SpanResult[] = [];
      try {
        const tokens = await tokenise(documents, engine, io);
        for (const length of lengths) {
          const result = await evaluateSpans(
            tokens,
            { window, length, seed, limit },
            (spans) => engine.call('fillSpans', { spans, lane: 'background' }),
            (done, total) => io.progress(`${length} tokens: ${done} of ${total} spans`),
          );
          results.push(result);
        }
      } finally {
        io.progress('');
      }
      const facts = { model: name, device, precision, window, seed };
      io.out(
        line.flag('json')
          ? `${JSON.stringify({ ...facts, results })}\n`
          : `${results.map(table).join('\n')}\n${name} on ${device} in ${precision}, seed ${seed}\n`,
      );
      return 0;
    });
  },
};

/** All documents, or one half: to choose something on the first and report on the second. */
function halfOf(documents: string[][], line: CommandLine): string[][] {
  if (line.text('half') === undefined) return documents;
  const middle = Math.floor(documents.length / 2);
  const half =
    line.oneOf('half', ['first', 'second']) === 'first' ? documents.slice(0, middle) : documents.slice(middle);
  if (half.length > 0) return half;
  throw new ClozeError('bad-request', 'The text has too few documents to take half of them.');
}

function table({ length, spans, methods, gains }: SpanResult): string {
  const row = (name: string, exact: Estimate, logprob: Estimate, time = '') =>
    `  ${name.padEnd(22)}${interval(exact, 100, 2).padStart(26)}${interval(logprob, 1, 3).padStart(30)}${time.padStart(10)}\n`;
  const rows = SPAN_METHODS.map((method) => {
    const { exact, logprob, milliseconds } = methods[method];
    return row(method, exact, logprob, `${milliseconds.toFixed(1)} ms`);
  });
  const others = (['independent', 'greedy'] as const).map((method) =>
    row(`joint less ${method}`, gains[method].exact, gains[method].logprob),
  );
  const heading = `  ${''.padEnd(22)}${'all found, %'.padStart(26)}${'log-probability'.padStart(30)}${'a span'.padStart(10)}\n`;
  return `${length} tokens, ${spans} spans\n${heading}${[...rows, ...others].join('')}`;
}

function interval({ value, low, high }: Estimate, factor: number, digits: number): string {
  const written = (number: number) => (factor * number).toFixed(digits);
  return `${written(value)} (${written(low)} to ${written(high)})`;
}
