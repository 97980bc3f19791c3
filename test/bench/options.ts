import { parseArgs } from 'node:util';
import { PEERS, type Peer } from './contenders/contender.js';
import { type BenchModel, MODELS } from './models.js';

export interface Options {
  /** One JSON object on standard output, in place of tables. */
  readonly json: boolean;
  readonly peer: Peer;
  readonly models: readonly BenchModel[];
  /** How often each call is timed; long ones less often. */
  readonly rounds: number;
}

export const USAGE = `npm run bench -- [--json] [--peer ${Object.keys(PEERS).join('|')}] [--only MODEL[,MODEL]] [--rounds N]
models: ${MODELS.map(({ name }) => name).join(', ')}`;

/** @throws Error for options that are not known */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      json: { type: 'boolean', default: false },
      peer: { type: 'string', default: 'hf' },
      only: { type: 'string' },
      rounds: { type: 'string', default: '30' },
    },
  });
  const { json, peer, only } = values;
  if (!isPeer(peer)) throw new Error(`There is no peer ${peer}.`);
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error('The number of rounds should be 1 or more.');
  const wanted = only?.split(',') ?? MODELS.map(({ name }) => name);
  const models = wanted.map((name) => {
    const model = MODELS.find((candidate) => candidate.name === name);
    if (!model) throw new Error(`There is no model ${name}.`);
    return model;
  });
  return { json, peer, models, rounds };
}

function isPeer(name: string): name is Peer {
  return Object.hasOwn(PEERS, name);
}
