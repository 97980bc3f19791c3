import path from 'node:path';
import { ClozeError } from '../../core/errors.js';
import type { TensorEntry } from '../safetensors.js';
import {
  type Attribute,
  DataType,
  encodeModel,
  type NodeProto,
  type TensorProto,
  type ValueInfoProto,
} from './proto.js';

/** A tensor inside a graph, by name. */
export type Value = string & { readonly __value: unique symbol };

/** What an attribute may be given as: whole numbers become `int`; for a `float` say so. */
export type Attributes = Readonly<Record<string, Attribute | number | readonly number[] | string>>;

/** ONNX 17 has LayerNormalization; it is the newest that the operators used here need. */
const OPSETS = [
  { domain: '', version: 17 },
  { domain: 'com.microsoft', version: 1 },
];
const IR_VERSION = 8;

const STORED_AS: Partial<Record<string, DataType>> = {
  F32: DataType.FLOAT,
  F16: DataType.FLOAT16,
  BF16: DataType.BFLOAT16,
  I8: DataType.INT8,
};

/** The names under which an int8 copy of a linear layer's weight is stored (int8.ts). */
export const int8Names = (name: string) => ({ values: `${name}.int8`, scales: `${name}.scale` });

/** What the graph and the branches inside it share: names must differ everywhere, weights are declared once. */
interface Shared {
  readonly root: Graph;
  readonly initializers: TensorProto[];
  readonly weights: Map<string, Value>;
  readonly plain: Map<string, TensorEntry>;
  readonly linear: Map<string, TensorEntry>;
  readonly options: GraphOptions;
  readonly constants: Map<string, Value>;
  names: number;
}

/** How a graph computes; fp32 from the checkpoint's own weights, when nothing is said. */
export interface GraphOptions {
  /** Take the weights, by their names, from this copy of the checkpoint, those of linear layers as int8. */
  readonly copy?: ReadonlyMap<string, TensorEntry>;
  /** Compute in fp16. */
  readonly half?: boolean;
  /** Leave out ONNX Runtime's fused attention: attention is spelled out. */
  readonly plainAttention?: boolean;
}

/**
 * Builds one ONNX graph, operator by operator. Values are computed in one floating-point type; weights stay in the safetensors files and
 * are referred to as external data.
 */
export class Graph {
  readonly #nodes: NodeProto[] = [];
  readonly #inputs: ValueInfoProto[] = [];
  readonly #outputs: ValueInfoProto[] = [];
  readonly #shared: Shared;

  constructor(options: GraphOptions = {}, shared?: Shared) {
    this.#shared = shared ?? {
      root: this,
      initializers: [],
      weights: new Map(),
      linear: new Map(),
      plain: new Map(),
      options,
      constants: new Map(),
      names: 0,
    };
  }

  /** What was asked for, by `weight` and by `linearWeight`; some are in both. */
  get used(): { readonly plain: Iterable<TensorEntry>; readonly linear: Iterable<TensorEntry> } {
    return { plain: this.#shared.plain.values(), linear: this.#shared.linear.values() };
  }

  input(name: string, dataType: DataType, ...dims: (number | string)[]): Value {
    this.#inputs.push({ name, dataType, dims });
    return name as Value;
  }

  output(name: string, value: Value, dataType: DataType, ...dims: (number | string)[]): void {
    this.#nodes.push({ opType: 'Identity', domain: '', name, inputs: [value], outputs: [name], attributes: {} });
    this.#outputs.push({ name, dataType, dims });
  }

  /** One operator with one output. `com.microsoft.X` names ONNX Runtime's own operators. An input '' is left out. */
  op(type: string, inputs: readonly (Value | '')[], attributes: Attributes = {}): Value {
    const [output] = this.#node(type, inputs, attributes, 1);
    return output as Value;
  }

  /** As `op`, for operators with two outputs. */
  op2(type: string, inputs: readonly Value[], attributes: Attributes = {}): [Value, Value] {
    return this.#node(type, inputs, attributes, 2) as [Value, Value];
  }

  /** Whether attention may be one operator of ONNX Runtime. */
  get hasFusedAttention(): boolean {
    return this.#shared.options.plainAttention !== true;
  }

  /** The lowest number of the type that is computed in. */
  get lowest(): Value {
    return this.float(this.#shared.options.half ? -65504 : -3.4028234663852886e38);
  }

  /** fp32 -> the type that is computed in. */
  toComputed(value: Value): Value {
    return this.#shared.options.half ? this.op('Cast', [value], { to: DataType.FLOAT16 }) : value;
  }

  /** The type that is computed in -> fp32. */
  toFloat(value: Value): Value {
    return this.#shared.options.half ? this.op('Cast', [value], { to: DataType.FLOAT }) : value;
  }

  /** A weight in the type that is computed in. ONNX Runtime converts it once, when the graph is loaded. */
  weight(entry: TensorEntry): Value {
    this.#shared.plain.set(entry.name, entry);
    return this.#float(entry);
  }

  /** The weight of a linear layer: as it is [out, in], or from an int8 copy values [in, out] and scales [out]. */
  linearWeight(entry: TensorEntry): { plain: Value } | { values: Value; scales: Value } {
    this.#shared.linear.set(entry.name, entry);
    const names = int8Names(entry.name);
    const values = this.#shared.options.copy?.get(names.values);
    const scales = this.#shared.options.copy?.get(names.scales);
    if (values && scales) return { values: this.#declare(values), scales: this.#declare(scales) };
    return { plain: this.#float(entry) };
  }

  /** A number of the type that is computed in. */
  float(value: number): Value {
    const key = `computed ${value}`;
    const known = this.#shared.constants.get(key);
    if (known) return known;
    const computed = this.#shared.root.toComputed(this.fp32(value));
    this.#shared.constants.set(key, computed);
    return computed;
  }

  fp32(value: number): Value {
    return this.#constant(DataType.FLOAT, [], new Uint8Array(Float32Array.of(value).buffer), `f${value}`);
  }

  /** A list of int64, as ONNX wants for shapes, axes and sizes. */
  ints(...values: number[]): Value {
    const data = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
    return this.#constant(DataType.INT64, [values.length], data, `i[${values}]`);
  }

  /** One int64 without a dimension. */
  int(value: number): Value {
    return this.#constant(DataType.INT64, [], new Uint8Array(BigInt64Array.of(BigInt(value)).buffer), `i${value}`);
  }

  /**
   * Values that are computed only when `condition` (bool, no dimension) is true; else they have no elements.
   * @param types of the values and their ranks, one each
   */
  when(condition: Value, types: readonly [DataType, number][], build: (branch: Graph) => readonly Value[]): Value[] {
    const then = new Graph(undefined, this.#shared);
    const thenOutputs = build(then);
    const otherwise = new Graph(undefined, this.#shared);
    const elseOutputs = types.map(([dataType, rank]) => otherwise.#empty(dataType, rank));
    const attributes = {
      then_branch: { graph: then.#asBranch(thenOutputs) },
      else_branch: { graph: otherwise.#asBranch(elseOutputs) },
    };
    return this.#node('If', [condition], attributes, types.length);
  }

  /** The bytes of the finished `.onnx`. */
  encode(): Uint8Array {
    return encodeModel({
      irVersion: IR_VERSION,
      opsets: OPSETS,
      graph: {
        name: 'cloze',
        nodes: this.#nodes,
        initializers: this.#shared.initializers,
        inputs: this.#inputs,
        outputs: this.#outputs,
      },
    });
  }

  #float(entry: TensorEntry): Value {
    const known = this.#shared.weights.get(entry.name);
    if (known) return known;
    const { options, root } = this.#shared;
    const { copy, half = false } = options;
    const stored = copy ? copy.get(entry.name) : entry;
    if (!stored) throw new ClozeError('internal', `The copy of the weights lacks the tensor ${entry.name}.`);
    const name = this.#declare(stored);
    const isComputed = stored.dtype === (half ? 'F16' : 'F32');
    const value = isComputed ? name : root.op('Cast', [name], { to: half ? DataType.FLOAT16 : DataType.FLOAT });
    this.#shared.weights.set(entry.name, value);
    return value;
  }

  #declare(entry: TensorEntry): Value {
    const { name, dtype, shape, file, offset, length } = entry;
    const dataType = STORED_AS[dtype];
    if (!dataType) throw new ClozeError('unsupported', `The tensor ${name} is of type ${dtype}.`);
    if (!this.#shared.initializers.some((tensor) => tensor.name === name)) {
      const data = { location: path.basename(file), offset, length };
      this.#shared.initializers.push({ name, dataType, dims: shape, data });
    }
    return name as Value;
  }

  #node(type: string, inputs: readonly string[], attributes: Attributes, outputs: number): Value[] {
    const dot = type.lastIndexOf('.');
    const opType = type.slice(dot + 1);
    const names = Array.from({ length: outputs }, () => this.#name(opType));
    this.#nodes.push({
      opType,
      domain: type.slice(0, Math.max(dot, 0)),
      name: names[0] ?? '',
      inputs,
      outputs: names,
      attributes: Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, toAttribute(value)])),
    });
    return names;
  }

  #name(hint: string): Value {
    this.#shared.names += 1;
    return `${hint}_${this.#shared.names}` as Value;
  }

  #constant(dataType: DataType, dims: readonly number[], data: Uint8Array, key: string): Value {
    const known = this.#shared.constants.get(key);
    if (known) return known;
    const name = this.#name('const');
    this.#shared.initializers.push({ name, dataType, dims, data });
    this.#shared.constants.set(key, name);
    return name;
  }

  #empty(dataType: DataType, rank: number): Value {
    const dims = new Array<number>(rank).fill(0);
    return this.op('Constant', [], { value: { tensor: { dataType, dims, data: new Uint8Array() } } });
  }

  #asBranch(outputs: readonly Value[]) {
    return {
      name: this.#name('branch'),
      nodes: this.#nodes,
      initializers: [],
      inputs: [],
      outputs: outputs.map((name) => ({ name })),
    };
  }
}

function toAttribute(value: Attributes[string]): Attribute {
  if (typeof value === 'number') return { int: value };
  if (typeof value === 'string') return { string: value };
  return Array.isArray(value) ? { ints: value } : (value as Attribute);
}
