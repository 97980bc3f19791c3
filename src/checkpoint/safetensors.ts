import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import { ClozeError, messageOf } from '../core/errors.js';
import { isRecord, quote } from '../core/json.js';

/** Bytes of one element, by safetensors dtype. */
const ELEMENT_BYTES = {
  BOOL: 1,
  U8: 1,
  I8: 1,
  F8_E4M3: 1,
  F8_E5M2: 1,
  U16: 2,
  I16: 2,
  F16: 2,
  BF16: 2,
  U32: 4,
  I32: 4,
  F32: 4,
  U64: 8,
  I64: 8,
  F64: 8,
} as const;

export type Dtype = keyof typeof ELEMENT_BYTES;

/** Where one tensor lies: `length` bytes from `offset` in the file, row-major, little-endian. */
export interface TensorEntry {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  /** Real path of the file (links resolved). */
  readonly file: string;
  /** From the start of the file, in bytes. */
  readonly offset: number;
  readonly length: number;
}

/** The limit of the reference implementation (safetensors/src/tensor.rs, MAX_HEADER_SIZE). */
const MAX_HEADER_BYTES = 100_000_000;
const LENGTH_BYTES = 8;

/**
 * Reads the header of a safetensors file, and nothing else of it.
 * The header is untrusted: every length, offset, dtype and shape is checked before it is used.
 * @param file real path
 * @throws ClozeError `bad-checkpoint`, naming the file and what is wrong in it
 */
export async function readSafetensorsHeader(file: string): Promise<TensorEntry[]> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file, 'r');
    const { size } = await handle.stat();
    const prefix = await readExactly(handle, 0, Math.min(LENGTH_BYTES, size));
    const headerBytes = parseHeaderLength(prefix, size);
    const header = await readExactly(handle, LENGTH_BYTES, headerBytes);
    return parseHeader(header, file, size);
  } catch (error) {
    const reason = error instanceof HeaderError ? error.message : `cannot be read: ${messageOf(error)}`;
    throw new ClozeError('bad-checkpoint', `${path.basename(file)} ${reason}.`, { cause: error });
  } finally {
    await handle?.close();
  }
}

/** What is wrong with the file, as the rest of a sentence that starts with its name. */
class HeaderError extends Error {}

async function readExactly(handle: FileHandle, position: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await handle.read(bytes, done, length - done, position + done);
    if (bytesRead === 0) throw new HeaderError('became shorter while it was being read');
    done += bytesRead;
  }
  return bytes;
}

function parseHeaderLength(prefix: Uint8Array, fileSize: number): number {
  if (prefix.length < LENGTH_BYTES) {
    throw new HeaderError(`is ${fileSize} bytes long, too short to be a safetensors file`);
  }
  const length = new DataView(prefix.buffer, prefix.byteOffset).getBigUint64(0, true);
  if (length > BigInt(MAX_HEADER_BYTES)) {
    throw new HeaderError(`claims a header of ${length} bytes; at most ${MAX_HEADER_BYTES} are allowed`);
  }
  if (length > BigInt(fileSize - LENGTH_BYTES)) {
    throw new HeaderError(
      `claims a header of ${length} bytes, but only ${fileSize - LENGTH_BYTES} follow: it is cut off or not a safetensors file`,
    );
  }
  return Number(length);
}

/** @param fileSize of the whole file, in bytes */
function parseHeader(header: Uint8Array, file: string, fileSize: number): TensorEntry[] {
  const bodyStart = LENGTH_BYTES + header.length;
  const bodyBytes = fileSize - bodyStart;
  const entries = Object.entries(parseJsonObject(header))
    .filter(([name]) => name !== '__metadata__')
    .map(([name, value]) => parseEntry(name, value, file, bodyStart, bodyBytes));
  checkThatBodyIsCovered(entries, bodyStart, bodyBytes);
  return entries;
}

function parseJsonObject(header: Uint8Array): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(header));
  } catch (error) {
    throw new HeaderError(`has a header that is not JSON (${messageOf(error)})`);
  }
  if (!isRecord(value)) throw new HeaderError('has a header that is not a JSON object');
  return value;
}

function parseEntry(name: string, value: unknown, file: string, bodyStart: number, bodyBytes: number): TensorEntry {
  const bad = (what: string) => new HeaderError(`describes the tensor ${quote(name)} wrongly: ${what}`);
  if (!isRecord(value)) throw bad('it is not an object');
  const { dtype, shape, data_offsets: offsets } = value;
  if (!isDtype(dtype)) throw bad(`its dtype ${quote(dtype)} is not known`);
  if (!isSizes(shape)) throw bad(`its shape ${quote(shape)} is not a list of sizes`);
  if (!isSizes(offsets) || offsets.length !== 2) throw bad(`its data_offsets ${quote(offsets)} are not two offsets`);
  const [begin, end] = offsets as [number, number];
  if (begin > end) throw bad(`it ends (${end}) before it begins (${begin})`);
  if (end > bodyBytes)
    throw bad(`it ends at byte ${end} of the data, which has only ${bodyBytes}: the file is cut off`);
  const bytes = shape.reduce((product, size) => product * size, ELEMENT_BYTES[dtype]);
  if (bytes !== end - begin) {
    throw bad(`${dtype} of shape ${quote(shape)} takes ${bytes} bytes, but ${end - begin} are given`);
  }
  return { name, dtype, shape, file, offset: bodyStart + begin, length: end - begin };
}

/** As in the reference implementation, tensors lie side by side: no overlap, no hole, nothing behind the last. */
function checkThatBodyIsCovered(entries: readonly TensorEntry[], bodyStart: number, bodyBytes: number): void {
  let end = bodyStart;
  for (const entry of entries.toSorted((a, b) => a.offset - b.offset || a.length - b.length)) {
    if (entry.offset < end) throw new HeaderError(`has tensors that overlap, at ${quote(entry.name)}`);
    if (entry.offset > end) throw new HeaderError(`has unused bytes before the tensor ${quote(entry.name)}`);
    end = entry.offset + entry.length;
  }
  const unused = bodyStart + bodyBytes - end;
  if (unused > 0) throw new HeaderError(`has ${unused} bytes that belong to no tensor`);
}

function isDtype(value: unknown): value is Dtype {
  return typeof value === 'string' && Object.hasOwn(ELEMENT_BYTES, value);
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}
