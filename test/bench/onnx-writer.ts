import {
  type Attribute,
  DataType,
  encodeModel,
  type NodeProto,
  type TensorProto,
  type ValueInfoProto,
} from '../../src/checkpoint/onnx/proto.js';

/**
 * Writes an `.onnx` with its weights inside, as exporters do. Not the project's `Graph`: what a peer runs must not
 * change when Cloze's own graph does.
 */
export class OnnxWriter {
  readonly #nodes: NodeProto[] = [];
  readonly #initializers: TensorProto[] = [];
  readonly #known = new Set<string>();
  readonly #inputs: ValueInfoProto[] = [];

  input(name: string, ...dims: string[]): string {
    this.#inputs.push({ name, dataType: DataType.INT64, dims });
    return name;
  }

  op(opType: string, inputs: readonly string[], attributes: Readonly<Record<string, Attribute>> = {}): string {
    const name = `${opType}_${this.#nodes.length}`;
    this.#nodes.push({ opType, domain: '', name, inputs, outputs: [name], attributes });
    return name;
  }

  floats(name: string, dims: readonly number[], values: Float32Array): string {
    return this.#initializer({ name, dataType: DataType.FLOAT, dims, data: bytes(values) });
  }

  float(value: number): string {
    return this.floats(`float_${value}`, [], Float32Array.of(value));
  }

  ints(dims: readonly number[], ...values: number[]): string {
    const name = `ints_${dims}_${values.length > 8 ? values.length : values}`;
    const data = bytes(BigInt64Array.from(values, BigInt));
    return this.#initializer({ name, dataType: DataType.INT64, dims, data });
  }

  /** The bytes of the file, whose one output is `value`, fp32, under the name `name`. */
  encode(name: string, value: string, dims: readonly (number | string)[]): Uint8Array {
    this.#nodes.push({ opType: 'Identity', domain: '', name, inputs: [value], outputs: [name], attributes: {} });
    return encodeModel({
      irVersion: 8,
      opsets: [{ domain: '', version: 17 }],
      graph: {
        name: 'plain',
        nodes: this.#nodes,
        initializers: this.#initializers,
        inputs: this.#inputs,
        outputs: [{ name, dataType: DataType.FLOAT, dims }],
      },
    });
  }

  #initializer(tensor: TensorProto & { name: string }): string {
    if (!this.#known.has(tensor.name)) this.#initializers.push(tensor);
    this.#known.add(tensor.name);
    return tensor.name;
  }
}

function bytes({ buffer, byteOffset, byteLength }: Float32Array | BigInt64Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
