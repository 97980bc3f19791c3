import path from 'node:path';
import { ClozeError } from '../core/errors.js';
import type { ModelInfo, TensorData } from '../protocol/engine.js';
import { type Case, type ReferenceTensor, readCases } from './cases.js';
import { type Command, withEngine } from './command.js';

interface Difference {
  /** Largest absolute difference over all cases; null when the output is missing or of another shape. */
  readonly largest: number | null;
  /** The case it was found in. */
  readonly in: string;
}

/** `cloze verify`: whether a checkpoint computes what the reference implementation computes. */
export const verifyCommand: Command = {
  name: 'verify',
  usage: 'cloze verify DIR [--tolerance 5e-5] [--placement] [--device D] [--json]',
  summary: 'Runs the cases.json of DIR and compares every output; --placement shows what runs on which provider.',
  options: { values: ['tolerance'], flags: ['placement'] },

  async run(line, io) {
    const given = line.only('cloze verify takes one folder');
    const tolerance = line.number('tolerance', 5e-5, (n) => n >= 0, 'a number from 0');
    const folder = path.resolve(given);
    const cases = await readCases(folder);
    const { device, precision, onnxRuntime } = line;
    if (precision !== 'fp32') throw new ClozeError('bad-request', 'cloze verify compares what is computed in fp32.');
    const load = { folder, device, onnxRuntime, showPlacement: line.flag('placement') };

    const differences = await withEngine(io, load, async (engine, info) => {
      const found = new Map<string, Difference>();
      for (const reference of cases) {
        compare(reference, await engine.call('inspect', reference.inputs), info, found);
      }
      return found;
    });
    const passed = [...differences.values()].every(({ largest }) => largest !== null && largest <= tolerance);
    const outputs = Object.fromEntries(differences);
    io.out(
      line.flag('json')
        ? `${JSON.stringify({ folder: given, cases: cases.length, tolerance, passed, outputs })}\n`
        : table(differences, cases.length, tolerance, passed),
    );
    return passed ? 0 : 1;
  },
};

/** Our name for an output of the reference implementation. */
function ownName(name: string, { layers }: ModelInfo): string {
  switch (name) {
    case 'last_hidden_state':
      return `hidden_states.${layers}`;
    case 'pooler_output':
      return 'pooler';
    case 'prediction_logits':
    case 'logits':
      return 'token_logits';
    case 'seq_relationship_logits':
    case 'sop_logits':
      return 'pair_logits';
    default:
      return name;
  }
}

function compare(
  reference: Case,
  outputs: Readonly<Record<string, TensorData>>,
  info: ModelInfo,
  found: Map<string, Difference>,
): void {
  for (const [name, expected] of reference.outputs) {
    const largest = largestDifference(expected, outputs[ownName(name, info)]);
    const before = found.get(name);
    if (before?.largest === null || (before && largest !== null && largest <= (before.largest as number))) continue;
    found.set(name, { largest, in: reference.name });
  }
}

/** null when the two cannot be compared, or one has a value that is no number. */
function largestDifference(expected: ReferenceTensor, got: TensorData | undefined): number | null {
  if (!got || JSON.stringify(got.shape) !== JSON.stringify(expected.shape)) return null;
  let largest = 0;
  for (const [i, value] of expected.data.entries()) {
    const difference = Math.abs(value - (got.data[i] as number));
    if (Number.isNaN(difference)) return null;
    largest = Math.max(largest, difference);
  }
  return largest;
}

function table(
  differences: ReadonlyMap<string, Difference>,
  cases: number,
  tolerance: number,
  passed: boolean,
): string {
  const rows = Array.from(differences, ([name, { largest, in: where }]) => {
    const verdict = largest === null ? 'cannot be compared' : largest.toExponential(2);
    const mark = largest !== null && largest <= tolerance ? 'ok  ' : 'FAIL';
    return `${mark}  ${name.padEnd(26)} ${verdict.padEnd(20)} (${where})\n`;
  });
  const verdict = passed ? 'All within' : 'NOT within';
  return `${rows.join('')}${verdict} ${tolerance} over ${cases} cases.\n`;
}
