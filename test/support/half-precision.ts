import type { Stored } from './safetensors.js';

export function f32(shape: readonly number[], values: Iterable<number>): Stored {
  return { dtype: 'F32', shape, data: new Uint8Array(Float32Array.from(values).buffer) };
}

export function floats({ data }: Stored): Float32Array {
  return new Float32Array(data.slice().buffer);
}

const HALVES = { F16: [halfBits, halfValue], BF16: [bfloatBits, bfloatValue] } as const;

/** An F32 tensor rounded to half precision; and that one widened to F32 again. */
export function halved(tensor: Stored, dtype: 'F16' | 'BF16'): { stored: Stored; widened: Stored } {
  const [round, widen] = HALVES[dtype];
  const bits = Uint16Array.from(floats(tensor), round);
  const stored = { dtype, shape: tensor.shape, data: new Uint8Array(bits.buffer) };
  return { stored, widened: f32(tensor.shape, Array.from(bits, widen)) };
}

const bitsOf = (value: number) => new Uint32Array(Float32Array.of(value).buffer)[0] as number;

/** IEEE binary16, ties to even. */
function halfBits(value: number): number {
  if (!(Math.abs(value) < 65520)) throw new Error(`${value} is too large for F16.`);
  const exponent = Math.max(((bitsOf(value) >>> 23) & 255) - 127, -14);
  const scaled = Math.abs(value) / 2 ** (exponent - 10);
  const down = Math.floor(scaled);
  const up = scaled - down > 0.5 || (scaled - down === 0.5 && down % 2 === 1);
  return (bitsOf(value) >>> 31) * 0x8000 + (exponent + 14) * 1024 + down + (up ? 1 : 0);
}

function halfValue(bits: number): number {
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  const size = exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25);
  return bits & 0x8000 ? -size : size;
}

/** The upper half of an F32, ties to even. */
function bfloatBits(value: number): number {
  const bits = bitsOf(value);
  return (bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16;
}

function bfloatValue(bits: number): number {
  return new Float32Array(Uint32Array.of(bits * 65536).buffer)[0] as number;
}
