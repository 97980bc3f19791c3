import { rawSafetensors } from '../support/safetensors.js';
import { mutateBytes } from './mutate-bytes.js';
import { mutateJson } from './mutate-json.js';
import { type Entry, partsOf } from './parts.js';
import type { Random } from './random.js';

/** Changes the length, the header or the data of a safetensors file. */
export function mutateWeights(file: Uint8Array, random: Random): Uint8Array {
  const { header, headerBytes, body } = partsOf(file);
  switch (random.below(6)) {
    case 0:
      return rawSafetensors(headerBytes, body, anyLength(headerBytes.length, file.length, random));
    case 1: {
      const changed = mutateBytes(headerBytes, random);
      return rawSafetensors(changed, body, random.chance(0.3) ? BigInt(headerBytes.length) : undefined);
    }
    case 2:
      return rawSafetensors(headerBytes, mutateData(body, random));
    case 3:
      return rawSafetensors(Buffer.from(mutateJson(Buffer.from(headerBytes).toString(), random)), body);
    default:
      return rawSafetensors(mutateEntries(header, body.length, random), body);
  }
}

function anyLength(header: number, file: number, random: Random): bigint {
  const numbers = [0, 1, 2, 7, 8, header - 1, header + 1, header + 8, file - 8, file - 7, file, 1e8, 1e8 + 1];
  const big = [2n ** 31n - 1n, 2n ** 31n, 2n ** 32n, 2n ** 53n, 2n ** 63n - 1n, 2n ** 63n, 2n ** 64n - 1n];
  return random.chance(0.3) ? random.pick(big) : BigInt(random.chance(0.3) ? random.below(file) : random.pick(numbers));
}

/** Whole numbers that stand for NaN, infinities, and the smallest and largest floats. */
const WORDS = [0x7fc00000, 0x7f800000, 0xff800000, 0x00000001, 0x7f7fffff, 0xffffffff, 0x80000000];

function mutateData(body: Uint8Array, random: Random): Uint8Array<ArrayBuffer> {
  const changed = Buffer.from(body);
  for (let i = random.below(100); i >= 0; i--) {
    const at = 4 * random.below(Math.trunc(body.length / 4));
    changed.writeUInt32LE(random.chance(0.5) ? random.pick(WORDS) : random.below(2 ** 32), at);
  }
  return changed;
}

/** What well-formed headers can say wrongly about tensors. */
function mutateEntries(header: Record<string, Entry>, size: number, random: Random): Record<string, unknown> {
  const entries: [string, Entry][] = Object.entries(header).filter(([name]) => name !== '__metadata__');
  const [a, b] = [random.pick(entries), random.pick(entries)];
  const changed = new Map<string, unknown>(random.chance(0.5) ? entries : entries.toReversed());
  const [begin, end] = a[1].data_offsets;
  const edges = [0, begin, end, begin - 1, begin + 4, end - 4, end + 1, size, size + 4, -4, 2 ** 53, 1e300];
  const sizes = [0, 1, -1, 2 ** 31, 2 ** 53, 1.5, ...a[1].shape];
  const changes = [
    () => changed.set(a[0], b[1]).set(b[0], a[1]),
    () => changed.set(a[0], b[1]),
    () => changed.delete(a[0]),
    () => changed.set(a[0], { ...a[1], data_offsets: [random.pick(edges), random.pick(edges)] }),
    () => changed.set(a[0], { ...a[1], shape: a[1].shape.toReversed() }),
    () =>
      changed.set(a[0], { ...a[1], shape: a[1].shape.map((own) => (random.chance(0.5) ? own : random.pick(sizes))) }),
    () => changed.set(a[0], { ...a[1], dtype: random.pick(['I32', 'U32', 'F64', 'BF16', 'F16', 'BOOL', 'F32 ']) }),
    // As many bytes of another type: twice the size of half the width.
    () => changed.set(a[0], { ...a[1], dtype: 'F16', shape: [...a[1].shape, 2] }),
    () => changed.set('extra', { dtype: 'F32', shape: [0], data_offsets: [random.pick(edges), random.pick(edges)] }),
    () => changed.set('__metadata__', random.pick<unknown>([null, 1, [], { format: 1 }, 'x'.repeat(1e5)])),
  ];
  for (let i = random.below(3); i >= 0; i--) random.pick(changes)();
  return Object.fromEntries(changed);
}
