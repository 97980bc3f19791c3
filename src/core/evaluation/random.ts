/**
 * mulberry32 (Tommy Ettinger, 2017): a generator that gives the same numbers in every language that can multiply
 * modulo 2^32.
 * @param seed taken modulo 2^32
 * @returns a function that gives the next number of [0, 1), a multiple of 2^-32
 */
export function mulberry32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Draws `count` of the numbers 0 ... `size` - 1 without replacement: a Fisher-Yates shuffle (Durstenfeld, 1964) of the
 * ascending list from its front, stopped after `count` steps.
 * @returns them in the order of drawing
 */
export function sample(size: number, count: number, random: () => number): number[] {
  const list = Array.from({ length: size }, (_, i) => i);
  for (let i = 0; i < count; i++) {
    const j = i + Math.floor(random() * (size - i));
    [list[i], list[j]] = [list[j] as number, list[i] as number];
  }
  return list.slice(0, count);
}
