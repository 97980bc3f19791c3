import type { Random } from './random.js';

/** One to four changes of single bytes or short runs. */
export function mutateBytes(bytes: Uint8Array, random: Random): Uint8Array {
  let changed = Buffer.from(bytes);
  for (let i = random.below(4); i >= 0; i--) changed = random.pick(CHANGES)(changed, random);
  return changed;
}

type Change = (bytes: Buffer<ArrayBuffer>, random: Random) => Buffer<ArrayBuffer>;

const CHANGES: readonly Change[] = [
  function flipOneBit(bytes, random) {
    const at = random.below(bytes.length);
    if (at < bytes.length) bytes[at] = (bytes[at] as number) ^ (1 << random.below(8));
    return bytes;
  },
  function replace(bytes, random) {
    bytes.fill(random.below(256), random.below(bytes.length), random.below(bytes.length));
    return bytes;
  },
  function insert(bytes, random) {
    const at = random.below(bytes.length);
    const more = Buffer.from(Array.from({ length: 1 + random.below(8) }, () => random.below(256)));
    return Buffer.concat([bytes.subarray(0, at), more, bytes.subarray(at)]);
  },
  function remove(bytes, random) {
    const at = random.below(bytes.length);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + random.below(16))]);
  },
  function repeat(bytes, random) {
    const [from = 0, to = 0] = [random.below(bytes.length), random.below(bytes.length)].sort((a, b) => a - b);
    return Buffer.concat([bytes.subarray(0, to), bytes.subarray(from)]);
  },
  function replaceWithSign(bytes, random) {
    if (bytes.length > 0) bytes[random.below(bytes.length)] = random.pick(Array.from('{}[]",:0-9\\ \n')).charCodeAt(0);
    return bytes;
  },
];
