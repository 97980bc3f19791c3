import { PbfWriter } from 'pbf';

/**
 * The part of the ONNX format that Cloze writes. Names and field numbers are those of onnx/onnx.proto3.
 */

/** TensorProto.DataType */
export const DataType = {
  FLOAT: 1,
  INT8: 3,
  INT32: 6,
  INT64: 7,
  BOOL: 9,
  FLOAT16: 10,
  BFLOAT16: 16,
} as const;
export type DataType = (typeof DataType)[keyof typeof DataType];

export interface TensorProto {
  readonly name?: string;
  readonly dataType: DataType;
  readonly dims: readonly number[];
  /** Little-endian, row-major; or where the data lies in another file. */
  readonly data: Uint8Array | { readonly location: string; readonly offset: number; readonly length: number };
}

export type Attribute =
  | { readonly int: number }
  | { readonly ints: readonly number[] }
  | { readonly float: number }
  | { readonly string: string }
  | { readonly tensor: TensorProto }
  | { readonly graph: GraphProto };

export interface NodeProto {
  readonly opType: string;
  /** Empty for ONNX's own operators. */
  readonly domain: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

export interface ValueInfoProto {
  readonly name: string;
  readonly dataType: DataType;
  /** A number, or the name of a size that is known only when the graph runs. */
  readonly dims: readonly (number | string)[];
}

export interface GraphProto {
  readonly name: string;
  readonly nodes: readonly NodeProto[];
  readonly initializers: readonly TensorProto[];
  readonly inputs: readonly ValueInfoProto[];
  /** Branches of an `If` leave the types of their outputs to be inferred. */
  readonly outputs: readonly (ValueInfoProto | { readonly name: string })[];
}

export interface ModelProto {
  readonly graph: GraphProto;
  readonly irVersion: number;
  readonly opsets: readonly { readonly domain: string; readonly version: number }[];
}

/** The bytes of an `.onnx` file. */
export function encodeModel(model: ModelProto): Uint8Array {
  const pbf = new PbfWriter();
  pbf.writeVarintField(1, model.irVersion);
  pbf.writeStringField(2, 'cloze');
  pbf.writeMessage(7, writeGraph, model.graph);
  for (const opset of model.opsets) {
    pbf.writeMessage(
      8,
      (it, out) => {
        out.writeStringField(1, it.domain);
        out.writeVarintField(2, it.version);
      },
      opset,
    );
  }
  return pbf.finish();
}

function writeGraph(graph: GraphProto, pbf: PbfWriter): void {
  for (const node of graph.nodes) pbf.writeMessage(1, writeNode, node);
  pbf.writeStringField(2, graph.name);
  for (const tensor of graph.initializers) pbf.writeMessage(5, writeTensor, tensor);
  for (const input of graph.inputs) pbf.writeMessage(11, writeValueInfo, input);
  for (const output of graph.outputs) pbf.writeMessage(12, writeValueInfo, output);
}

function writeNode(node: NodeProto, pbf: PbfWriter): void {
  for (const input of node.inputs) pbf.writeStringField(1, input);
  for (const output of node.outputs) pbf.writeStringField(2, output);
  pbf.writeStringField(3, node.name);
  pbf.writeStringField(4, node.opType);
  for (const attribute of Object.entries(node.attributes)) pbf.writeMessage(5, writeAttribute, attribute);
  if (node.domain) pbf.writeStringField(7, node.domain);
}

function writeAttribute([name, value]: [string, Attribute], pbf: PbfWriter): void {
  const type = (number: number) => pbf.writeVarintField(20, number);
  pbf.writeStringField(1, name);
  if ('float' in value) {
    pbf.writeFloatField(2, value.float);
    type(1);
  } else if ('int' in value) {
    pbf.writeVarintField(3, value.int);
    type(2);
  } else if ('string' in value) {
    pbf.writeStringField(4, value.string);
    type(3);
  } else if ('tensor' in value) {
    pbf.writeMessage(5, writeTensor, value.tensor);
    type(4);
  } else if ('graph' in value) {
    pbf.writeMessage(6, writeGraph, value.graph);
    type(5);
  } else {
    for (const int of value.ints) pbf.writeVarintField(8, int);
    type(7);
  }
}

function writeTensor(tensor: TensorProto, pbf: PbfWriter): void {
  for (const size of tensor.dims) pbf.writeVarintField(1, size);
  pbf.writeVarintField(2, tensor.dataType);
  if (tensor.name !== undefined) pbf.writeStringField(8, tensor.name);
  if (tensor.data instanceof Uint8Array) {
    pbf.writeBytesField(9, tensor.data);
    return;
  }
  for (const entry of Object.entries(tensor.data)) {
    pbf.writeMessage(
      13,
      ([key, value], out) => {
        out.writeStringField(1, key);
        out.writeStringField(2, String(value));
      },
      entry,
    );
  }
  pbf.writeVarintField(14, 1); // data_location: EXTERNAL
}

function writeValueInfo(value: GraphProto['outputs'][number], pbf: PbfWriter): void {
  pbf.writeStringField(1, value.name);
  if ('dataType' in value) pbf.writeMessage(2, writeType, value);
}

function writeType(value: ValueInfoProto, pbf: PbfWriter): void {
  pbf.writeMessage(
    1,
    (tensor, out) => {
      out.writeVarintField(1, tensor.dataType);
      out.writeMessage(2, writeShape, tensor.dims);
    },
    value,
  );
}

function writeShape(dims: ValueInfoProto['dims'], pbf: PbfWriter): void {
  for (const dim of dims) {
    pbf.writeMessage(
      1,
      (size, out) => {
        if (typeof size === 'number') out.writeVarintField(1, size);
        else out.writeStringField(2, size);
      },
      dim,
    );
  }
}
