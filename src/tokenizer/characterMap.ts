/**
 * Checks the table of a `Precompiled` normaliser: a trie of characters as a double array, and the texts that its leaves
 * point into (SentencePiece, src/normalizer.cc, EncodePrecompiledCharsMap; Darts-clone, darts.h). The native library
 * follows it without a look at where it ends.
 * @param table units of 32 bits, little-endian
 * @param texts UTF-8
 * @throws Error when it leads outside of itself
 */
export function checkTrie(table: Buffer, texts: Buffer): void {
  const fail = () => new Error('its precompiled_charsmap leads outside of itself');
  const size = table.length / 4;
  const unitAt = (index: number) => table.readUInt32LE(4 * index);
  if (size === 0) throw fail();
  const open = [offsetOf(unitAt(0))];
  const seen = new Set(open);
  for (let base = open.pop(); base !== undefined; base = open.pop()) {
    if ((base | 255) >= size) throw fail(); // any byte of a text may be looked up from here
    for (let byte = 1; byte < 256; byte++) {
      const unit = unitAt(base ^ byte);
      if ((unit & 0x800000ff) !== byte) continue;
      const next = base ^ byte ^ offsetOf(unit);
      if (unit & 0x100 && (next >= size || !beginsCharacter(texts, unitAt(next) & 0x7fffffff))) throw fail();
      if (!seen.has(next)) open.push(next);
      seen.add(next);
    }
  }
}

function offsetOf(unit: number): number {
  return ((unit >>> 10) << ((unit & 0x200) >>> 6)) >>> 0;
}

function beginsCharacter(texts: Buffer, start: number): boolean {
  return start <= texts.length && ((texts[start] ?? 0) & 0xc0) !== 0x80;
}
