import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { ClozeError, messageOf } from '../core/errors.js';
import type { Architecture } from './architecture.js';
import { taskGraph } from './compile.js';
import { findFile } from './files.js';
import { widen } from './halves.js';
import { int8Names } from './onnx/graph.js';
import { readSafetensorsHeader, type TensorEntry } from './safetensors.js';

/** Changes whenever copies are made in another way. */
const FORMAT = 1;
const FILE = 'model.safetensors';
const UNFINISHED = 'unfinished-';
/** Nobody writes a copy for so long. */
const LEFTOVER_MILLISECONDS = 3_600_000;
/** Smaller matrices take no time: they stay as they are. */
const SMALLEST = 64;

/**
 * Largest absolute value of a weight. With 8 bits, processors without VNNI can overflow when they add pairs of
 * products in 16 bits; with 7 bits they cannot.
 */
export const INT8_RANGES = { int8: 127, int7: 63 } as const;
export type Int8Precision = keyof typeof INT8_RANGES;

/** A copy of a checkpoint's weights, linear layers as int8. */
export interface Int8Copy {
  readonly folder: string;
  /** In the folder. */
  readonly file: string;
  readonly tensors: ReadonlyMap<string, TensorEntry>;
}

/**
 * The int8 copy of a checkpoint, made in `cache` when it is not there yet: symmetric, one scale for each output of a
 * linear layer. It appears whole or not at all.
 * @throws ClozeError `internal` when it cannot be written; nothing is left behind then
 */
export async function int8Copy(architecture: Architecture, cache: string, precision: Int8Precision): Promise<Int8Copy> {
  const { plain, linear } = usedWeights(architecture);
  const folder = path.join(cache, `${precision}-${await fingerprint([...plain, ...linear])}`);
  if (!(await findFile(folder, FILE))) await make(folder, cache, plain, linear, INT8_RANGES[precision]);
  const file = path.join(folder, FILE);
  const entries = await readSafetensorsHeader(file);
  return { folder, file, tensors: new Map(entries.map((entry) => [entry.name, entry])) };
}

function usedWeights(architecture: Architecture): { plain: TensorEntry[]; linear: TensorEntry[] } {
  const { used } = taskGraph(architecture);
  const all = [...used.linear];
  const isLarge = ({ shape }: TensorEntry) => shape.every((size) => size >= SMALLEST);
  const plain = new Set([...used.plain, ...all.filter((entry) => !isLarge(entry))]);
  return { linear: all.filter(isLarge), plain: [...plain] };
}

/** Of the files as they are now: name, size and time of each, and which tensors are taken. */
async function fingerprint(entries: readonly TensorEntry[]): Promise<string> {
  const hash = createHash('sha256').update(String(FORMAT));
  for (const file of new Set(entries.map((entry) => entry.file))) {
    const { size, mtimeMs } = await stat(file);
    hash.update(JSON.stringify([file, size, mtimeMs]));
  }
  for (const { name, shape } of entries) hash.update(JSON.stringify([name, shape]));
  return hash.digest('hex').slice(0, 24);
}

async function make(
  folder: string,
  cache: string,
  plain: readonly TensorEntry[],
  linear: readonly TensorEntry[],
  range: number,
): Promise<void> {
  let temporary: string | undefined;
  try {
    await mkdir(cache, { recursive: true });
    await removeLeftovers(cache);
    temporary = await mkdtemp(path.join(cache, UNFINISHED));
    await write(path.join(temporary, FILE), plain, linear, range);
    await rename(temporary, folder).catch(async (error: unknown) => {
      if (!(await findFile(folder, FILE))) throw error; // else another process was faster
      await rm(temporary as string, { recursive: true });
    });
  } catch (error) {
    if (temporary) await rm(temporary, { recursive: true, force: true });
    const message = `The int8 copy of the model cannot be written to ${cache}: ${messageOf(error)}.`;
    throw new ClozeError('internal', message, { cause: error });
  }
}

/** What processes left that were ended while they wrote. */
async function removeLeftovers(cache: string): Promise<void> {
  const names = (await readdir(cache)).filter((name) => name.startsWith(UNFINISHED));
  for (const folder of names.map((name) => path.join(cache, name))) {
    const facts = await stat(folder).catch(() => undefined); // another process may be at it
    const isOld = facts !== undefined && Date.now() - facts.mtimeMs > LEFTOVER_MILLISECONDS;
    if (isOld) await rm(folder, { recursive: true, force: true });
  }
}

async function write(
  target: string,
  plain: readonly TensorEntry[],
  linear: readonly TensorEntry[],
  range: number,
): Promise<void> {
  const header: Record<string, unknown> = {};
  let end = 0;
  const declare = (name: string, dtype: string, shape: readonly number[], bytes: number) => {
    header[name] = { dtype, shape, data_offsets: [end, end + bytes] };
    end += bytes;
  };
  for (const { name, dtype, shape, length } of plain) declare(name, dtype, shape, length);
  for (const { name, shape } of linear) {
    const [outputs, inputs] = shape as [number, number];
    declare(int8Names(name).values, 'I8', [inputs, outputs], inputs * outputs);
    declare(int8Names(name).scales, 'F32', [outputs], 4 * outputs);
  }
  const text = Buffer.from(JSON.stringify(header));
  const prefix = Buffer.alloc(8);
  prefix.writeBigUInt64LE(BigInt(text.length));

  const file = await open(target, 'wx');
  try {
    // `writeFile` writes all, from where it is; on a full disk `write` would leave out the end and say nothing.
    await file.writeFile(Buffer.concat([prefix, text]));
    for (const entry of plain) await file.writeFile(await read(entry));
    for (const entry of linear) {
      const [outputs, inputs] = entry.shape as [number, number];
      const { values, scales } = quantize(widen(await read(entry), entry.dtype), outputs, inputs, range);
      await file.writeFile(new Uint8Array(values.buffer));
      await file.writeFile(new Uint8Array(scales.buffer));
    }
    await file.sync();
  } finally {
    await file.close();
  }
}

async function read({ file, offset, length }: TensorEntry): Promise<Uint8Array> {
  const handle = await open(file, 'r');
  try {
    const bytes = new Uint8Array(length);
    let done = 0;
    while (done < length) {
      const { bytesRead } = await handle.read(bytes, done, length - done, offset + done);
      if (bytesRead === 0) throw new Error(`${path.basename(file)} is cut off`);
      done += bytesRead;
    }
    return bytes;
  } finally {
    await handle.close();
  }
}

/**
 * Rounds each row of W [out, in] to whole multiples of its scale, which is the row's largest absolute value / range.
 * @returns W^T [in, out] in multiples, and the scales [out]
 */
export function quantize(weights: Float32Array, outputs: number, inputs: number, range: number) {
  const values = new Int8Array(inputs * outputs);
  const scales = new Float32Array(outputs);
  for (let row = 0; row < outputs; row++) {
    let largest = 0;
    for (let i = row * inputs; i < (row + 1) * inputs; i++) largest = Math.max(largest, Math.abs(weights[i] as number));
    const scale = largest === 0 ? 1 : largest / range;
    scales[row] = scale;
    for (let column = 0; column < inputs; column++) {
      values[column * outputs + row] = Math.round((weights[row * inputs + column] as number) / scale);
    }
  }
  return { values, scales };
}
