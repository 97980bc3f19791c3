import type { Stored } from '../support/safetensors.js';

/** The values of a stored tensor as fp32, whatever precision it was stored in. */
export function fp32({ dtype, data }: Stored): Float32Array {
  const aligned = data.slice();
  switch (dtype) {
    case 'F32':
      return new Float32Array(aligned.buffer);
    case 'F16':
      return Float32Array.from(new Uint16Array(aligned.buffer), fromHalf);
    case 'BF16':
      return new Float32Array(Uint32Array.from(new Uint16Array(aligned.buffer), (bits) => bits * 65536).buffer);
    default:
      throw new Error(`The bench does not read tensors of the type ${dtype}.`);
  }
}

/** IEEE binary16. */
function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
}

/** [rows, columns] row-major, to [columns, rows]. */
export function transposed(values: Float32Array, rows: number, columns: number): Float32Array {
  const result = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      result[column * rows + row] = values[row * columns + column] as number;
    }
  }
  return result;
}
