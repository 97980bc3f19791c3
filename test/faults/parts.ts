/** What the header of a safetensors file says of one tensor. */
export interface Entry {
  readonly dtype: string;
  readonly shape: number[];
  readonly data_offsets: [number, number];
}

export interface Parts {
  readonly header: Record<string, Entry>;
  readonly headerBytes: Uint8Array<ArrayBuffer>;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** A correct safetensors file taken apart. */
export function partsOf(file: Uint8Array): Parts {
  const bytes = Buffer.from(file);
  const start = 8 + Number(bytes.readBigUInt64LE());
  const headerBytes = bytes.subarray(8, start);
  return { header: JSON.parse(headerBytes.toString()), headerBytes, body: bytes.subarray(start) };
}
