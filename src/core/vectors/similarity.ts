/** Cosine of the angle between two vectors of one length, in [-1, 1]; 0 when one of them is 0. */
export function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let product = 0;
  let squareA = 0;
  let squareB = 0;
  for (let i = 0; i < a.length; i++) {
    const x = a[i] as number;
    const y = b[i] as number;
    product += x * y;
    squareA += x * x;
    squareB += y * y;
  }
  const norms = Math.sqrt(squareA) * Math.sqrt(squareB);
  return norms === 0 ? 0 : Math.max(-1, Math.min(1, product / norms));
}

/** Cosines of all pairs of N vectors, [N][N]. */
export function cosines(vectors: readonly ArrayLike<number>[]): Float64Array[] {
  const rows = vectors.map(() => new Float64Array(vectors.length));
  vectors.forEach((a, i) => {
    for (let j = i; j < vectors.length; j++) {
      const value = cosine(a, vectors[j] as ArrayLike<number>);
      (rows[i] as Float64Array)[j] = value;
      (rows[j] as Float64Array)[i] = value;
    }
  });
  return rows;
}
