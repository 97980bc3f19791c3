/**
 * Maps offsets counted in Unicode code points, which the native library gives, to UTF-16 units, which JavaScript and
 * VS Code count in.
 * @returns a function over 0 ... number of code points in `text`
 */
export function codePointToUtf16(text: string): (codePoint: number) => number {
  const wide = /[\ud800-\udbff][\udc00-\udfff]/;
  if (!wide.test(text)) return (codePoint) => codePoint;
  const units = new Uint32Array(text.length + 1);
  let codePoints = 0;
  let unit = 0;
  for (const character of text) {
    units[codePoints] = unit;
    codePoints += 1;
    unit += character.length;
  }
  units[codePoints] = unit;
  return (codePoint) => units[Math.min(codePoint, codePoints)] as number;
}
