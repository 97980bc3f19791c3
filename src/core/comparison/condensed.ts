/**
 * The upper triangle of a symmetric matrix [N, N] without its diagonal, row by row: the value of (i, j), i < j, stands
 * at `place(i, j, N)`. As in scipy.spatial.distance.squareform.
 */
export function place(i: number, j: number, size: number): number {
  const [row, column] = i < j ? [i, j] : [j, i];
  return row * size - (row * (row + 1)) / 2 + column - row - 1;
}

/** How many pairs N things have. */
export function pairCount(size: number): number {
  return (size * (size - 1)) / 2;
}

/** The pair (i, j), i < j, that stands at a place. */
export function pairAt(index: number, size: number): [i: number, j: number] {
  let i = 0;
  let from = 0;
  while (index >= from + size - 1 - i) {
    from += size - 1 - i;
    i += 1;
  }
  return [i, i + 1 + index - from];
}
