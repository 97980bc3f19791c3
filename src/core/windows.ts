/** A stretch [start, end) of a sequence, and which of the asked-for places it serves. */
export interface Window {
  readonly start: number;
  readonly end: number;
  readonly places: readonly number[];
}

/**
 * Cuts windows of at most `capacity` out of a sequence that is too long, so that each place is in exactly one and as
 * much as possible is seen on both sides of it. Neighbouring places share a window when they fit in half of one.
 * @param places in ascending order, each in [0, length)
 */
export function windowsAround(places: readonly number[], length: number, capacity: number): Window[] {
  const groups: number[][] = [];
  for (const place of places) {
    const group = groups.at(-1);
    const first = group?.[0];
    const together = length <= capacity || (first !== undefined && place - first < capacity / 2);
    if (group && together) group.push(place);
    else groups.push([place]);
  }
  return groups.map((group) => {
    const middle = ((group[0] ?? 0) + (group.at(-1) ?? 0) + 1) / 2;
    const start = Math.max(0, Math.min(Math.round(middle - capacity / 2), length - capacity));
    return { start, end: Math.min(length, start + capacity), places: group };
  });
}

/**
 * The part of a text of at most `reach` UTF-16 units on either side of `offset`, not cutting a surrogate pair.
 * @returns where the part begins and ends
 */
export function excerptAround(text: string, offset: number, reach: number): { start: number; end: number } {
  const low = (index: number) => /[\udc00-\udfff]/.test(text.charAt(index));
  const start = Math.max(0, offset - reach);
  const end = Math.min(text.length, offset + reach);
  return { start: low(start) ? start + 1 : start, end: low(end) ? end - 1 : end };
}
