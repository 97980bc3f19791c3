import { ClozeError } from '../core/errors.js';
import { quote } from '../core/json.js';
import type { TensorEntry } from './safetensors.js';

/** Weights of these types can be computed with; index buffers such as `position_ids` are never asked for. */
const FLOATS = ['F32', 'F16', 'BF16'];

/** A linear layer as PyTorch stores it: `weight` [out, in], `bias` [out]. */
export interface Linear {
  readonly weight: TensorEntry;
  readonly bias?: TensorEntry;
}

/** Scale and shift of a layer normalisation, each [features]. */
export interface Norm {
  readonly weight: TensorEntry;
  readonly bias: TensorEntry;
}

/**
 * A family's view of the weights: looked up by name below a prefix, with the shape that `config.json` implies.
 * TensorFlow's old names `gamma` and `beta` stand for `weight` and `bias` (transformers, modeling_utils.py).
 */
export class Tensors {
  constructor(
    private readonly entries: ReadonlyMap<string, TensorEntry>,
    private readonly prefix = '',
  ) {}

  /** The same weights with another `prefix`, which `has` and `get` put before each name. */
  below(prefix: string): Tensors {
    return new Tensors(this.entries, this.prefix + prefix);
  }

  has(name: string): boolean {
    return this.#find(name) !== undefined;
  }

  /** @throws ClozeError `bad-checkpoint` when it is not there or differs in shape, `unsupported` for its dtype */
  get(name: string, ...shape: number[]): TensorEntry {
    const full = this.prefix + name;
    const entry = this.#find(name);
    if (!entry) throw new ClozeError('bad-checkpoint', `The tensor ${full} is missing.`);
    if (entry.shape.length !== shape.length || entry.shape.some((size, axis) => size !== shape[axis])) {
      throw new ClozeError(
        'bad-checkpoint',
        `The tensor ${full} has the shape ${quote(entry.shape)}, but config.json asks for ${quote(shape)}.`,
      );
    }
    if (!FLOATS.includes(entry.dtype)) {
      throw new ClozeError(
        'unsupported',
        `The tensor ${full} is of type ${entry.dtype}; known are ${FLOATS.join(', ')}.`,
      );
    }
    return entry;
  }

  linear(name: string, inputs: number, outputs: number): Linear {
    return { weight: this.get(`${name}.weight`, outputs, inputs), bias: this.get(`${name}.bias`, outputs) };
  }

  norm(name: string, features: number): Norm {
    return { weight: this.get(`${name}.weight`, features), bias: this.get(`${name}.bias`, features) };
  }

  #find(name: string): TensorEntry | undefined {
    const full = this.prefix + name;
    const old = full.replace(/weight$/, 'gamma').replace(/bias$/, 'beta');
    return this.entries.get(full) ?? this.entries.get(old);
  }
}
