import path from 'node:path';
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { ClozeError } from '../core/errors.js';
import { short } from '../core/json.js';
import { DEVICES, type Device, PRECISIONS, type Precision } from '../protocol/engine.js';

/** Options that take a value, and flags. */
export interface OptionNames {
  readonly values?: readonly string[];
  readonly flags?: readonly string[];
}

const COMMON = { values: ['device', 'precision', 'onnxruntime'], flags: ['json'] } as const;

/** A command's arguments, checked as they are read: each getter throws ClozeError `bad-request` on a wrong one. */
export class CommandLine {
  /** @param values `true` for a flag, and for an option that was written without its value */
  constructor(
    readonly positionals: readonly string[],
    private readonly values: Readonly<Record<string, unknown>>,
  ) {}

  flag(name: string): boolean {
    return this.values[name] === true;
  }

  /** The one argument of a command. @param expected says what it takes: "cloze verify takes one folder" */
  only(expected: string): string {
    const [given, ...more] = this.positionals;
    if (given === undefined || more.length > 0) throw new ClozeError('bad-request', `${expected}.`);
    return given;
  }

  text(name: string, expected = 'a value'): string | undefined {
    const value = this.values[name];
    if (value === true) throw new ClozeError('bad-request', `--${name} takes ${expected}, and none is given.`);
    return typeof value === 'string' ? value : undefined;
  }

  /** A number for which `accept` holds. */
  number(name: string, fallback: number, accept: (value: number) => boolean, expected: string): number {
    const given = this.text(name, expected);
    return given === undefined ? fallback : this.#parsed(name, given, given, accept, expected);
  }

  /** A whole number from 1, or from `from` to `to`. */
  whole(name: string, fallback: number, from = 1, to = Number.POSITIVE_INFINITY): number {
    const range = Number.isFinite(to) ? `from ${from} to ${to}` : `above ${from - 1}`;
    return this.number(name, fallback, isWhole(from, to), `a whole number ${range}`);
  }

  /** Whole numbers from `from` to `to`, separated by commas. */
  wholes(name: string, fallback: number[], expected: string, from = 1, to = Number.POSITIVE_INFINITY): number[] {
    const given = this.text(name, expected);
    return given?.split(',').map((part) => this.#parsed(name, given, part, isWhole(from, to), expected)) ?? fallback;
  }

  #parsed(name: string, given: string, part: string, accept: (value: number) => boolean, expected: string): number {
    const value = part.trim() === '' ? Number.NaN : Number(part);
    if (accept(value)) return value;
    throw new ClozeError('bad-request', `--${name} takes ${expected}, not "${given}".`);
  }

  /** Of the random numbers that a command draws. */
  get seed(): number {
    return this.whole('seed', 1, 0, 2 ** 32 - 1);
  }

  /** One of `known`; the first, when the option is not given. */
  oneOf<T extends string>(name: string, known: readonly [T, ...T[]]): T {
    const expected = known.join(' or ');
    const given = this.text(name, expected) ?? known[0];
    const found = known.find((option) => option === given);
    if (found !== undefined) return found;
    throw new ClozeError('bad-request', `--${name} takes ${expected}, not "${given}".`);
  }

  get device(): Device {
    return this.oneOf('device', DEVICES);
  }

  get precision(): Precision {
    return this.oneOf('precision', PRECISIONS);
  }

  /** Folder of the ONNX Runtime to load in place of Cloze's own. */
  get onnxRuntime(): string | undefined {
    const given = this.text('onnxruntime');
    return given === undefined ? undefined : path.resolve(given);
  }
}

function isWhole(from: number, to: number): (value: number) => boolean {
  return (value) => Number.isInteger(value) && value >= from && value <= to;
}

/**
 * An option's value may begin with a dash ("--top -3"), so that whoever reads it says what is wrong with it.
 * @throws ClozeError `bad-request` for options that the command does not have, and flags with a value
 */
export function parseCommandLine(args: readonly string[], own: OptionNames): CommandLine {
  const options: NonNullable<ParseArgsConfig['options']> = {};
  for (const name of [...COMMON.values, ...(own.values ?? [])]) options[name] = { type: 'string' };
  for (const name of [...COMMON.flags, ...(own.flags ?? [])]) options[name] = { type: 'boolean' };
  const how = { options, allowPositionals: true, strict: false, tokens: true } as const;
  const { values, positionals, tokens } = parseArgs({ args: [...args], ...how });
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const { name, rawName, value } = token;
    const isLong = rawName.startsWith('--');
    if (!isLong || !Object.hasOwn(options, name)) {
      const given = isLong ? rawName : `"${short(args[token.index] ?? rawName, 30)}"`;
      const text = isLong ? '' : '; a text that begins with a dash goes behind " -- "';
      throw new ClozeError('bad-request', `There is no option ${given} here${text}; see --help.`);
    }
    if (options[name]?.type === 'boolean' && value !== undefined) {
      throw new ClozeError('bad-request', `${rawName} takes no value.`);
    }
    if (value?.startsWith('--') && !token.inlineValue) values[name] = true;
  }
  return new CommandLine(positionals, values);
}
