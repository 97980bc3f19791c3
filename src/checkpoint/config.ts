import { ClozeError } from '../core/errors.js';
import { quote } from '../core/json.js';

/** The biggest number taken for a size in `config.json`; anything above is damage, not a model. */
const MAX_SIZE = 2 ** 24;

/** The most layers: the graph spells each of them out, also where they share their weights. */
export const MAX_LAYERS = 256;

/** Checked access to a model's `config.json`: each getter names the key and what was found when it is wrong. */
export class Config {
  constructor(private readonly values: Readonly<Record<string, unknown>>) {}

  /** A whole number from 1 to `max`. */
  size(key: string, { fallback, max = MAX_SIZE }: { fallback?: number; max?: number } = {}): number {
    const value = this.values[key] ?? fallback;
    if (Number.isSafeInteger(value) && (value as number) >= 1 && (value as number) <= max) return value as number;
    throw this.#wrong(key, `a whole number from 1 to ${max}`);
  }

  /** A finite number above 0. */
  positive(key: string, fallback: number): number {
    const value = this.values[key] ?? fallback;
    if (typeof value === 'number' && Number.isFinite(value) && value > 0) return value;
    throw this.#wrong(key, 'a number above 0');
  }

  flag(key: string, fallback: boolean): boolean {
    const value = this.values[key] ?? fallback;
    if (typeof value === 'boolean') return value;
    throw this.#wrong(key, 'true or false');
  }

  text(key: string, fallback?: string): string {
    const value = this.values[key] ?? fallback;
    if (typeof value === 'string') return value;
    throw this.#wrong(key, 'a text');
  }

  oneOf<T extends string>(key: string, known: readonly T[], fallback?: T): T {
    const value = this.text(key, fallback);
    const found = known.find((option) => option === value);
    if (found !== undefined) return found;
    throw new ClozeError(
      'unsupported',
      `config.json: ${key} ${quote(value)} is not supported; known are: ${known.join(', ')}.`,
    );
  }

  #wrong(key: string, expected: string): ClozeError {
    return new ClozeError(
      'bad-checkpoint',
      `config.json: ${key} should be ${expected}, but is ${quote(this.values[key])}.`,
    );
  }
}
