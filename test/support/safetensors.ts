import { readFile } from 'node:fs/promises';

/** A tensor as a safetensors file stores it. */
export interface Stored {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data: Uint8Array;
}
export type Tensors = Map<string, Stored>;
/** Bytes of a safetensors file of which every part can be wrong. */
export function rawSafetensors(header: unknown, body = new Uint8Array(), claimedBytes?: bigint): Uint8Array {
  const text = header instanceof Uint8Array ? header : Buffer.from(JSON.stringify(header));
  const length = new Uint8Array(BigUint64Array.of(claimedBytes ?? BigInt(text.length)).buffer);
  return Buffer.concat([length, text, body]);
}

/** Bytes of a correct safetensors file. */
export function safetensors(tensors: Tensors): Uint8Array {
  let end = 0;
  const entries = Array.from(tensors, ([name, { dtype, shape, data }]) => {
    const begin = end;
    end += data.length;
    return [name, { dtype, shape, data_offsets: [begin, end] }];
  });
  return rawSafetensors(Object.fromEntries(entries), Buffer.concat(Array.from(tensors.values(), ({ data }) => data)));
}

/** All tensors of a correct safetensors file. */
export async function readSafetensors(file: string): Promise<Tensors> {
  const bytes = await readFile(file);
  const start = 8 + Number(bytes.readBigUInt64LE());
  type Entry = { dtype: string; shape: number[]; data_offsets: [number, number] };
  const header = JSON.parse(bytes.toString('utf8', 8, start)) as Record<string, Entry>;
  const entries = Object.entries(header).filter(([name]) => name !== '__metadata__');
  const stored = entries.map(
    ([
      name,
      {
        dtype,
        shape,
        data_offsets: [begin, end],
      },
    ]): [string, Stored] => {
      return [name, { dtype, shape, data: new Uint8Array(bytes.subarray(start + begin, start + end)) }];
    },
  );
  return new Map(stored);
}
