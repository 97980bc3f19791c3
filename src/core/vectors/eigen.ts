import type { Steps } from '../steps.js';

/** Eigenvalues, greatest first, and the eigenvectors of length 1 that belong to them. */
export interface Spectrum {
  /** [D] */
  readonly values: Float64Array;
  /** [D, D], row-major: one vector a row. */
  readonly vectors: Float64Array;
}

/**
 * Eigenvalues and eigenvectors of a symmetric matrix: Householder reduction to tridiagonal form, then QL with implicit
 * shifts (EISPACK's tred2 and tql2; Bowdler, Martin, Reinsch and Wilkinson, 1968). About 10 D^3 operations; pauses after
 * each O(D^2) of them.
 * @param matrix [D, D]
 */
export function* symmetricEigen(matrix: Float64Array): Steps<Spectrum> {
  const size = Math.round(Math.sqrt(matrix.length));
  // One eigenvector-to-be a row, where the Fortran has one a column: all inner loops then run along memory.
  const rows = Array.from({ length: size }, (_, i) => matrix.slice(i * size, (i + 1) * size));
  const diagonal = new Float64Array(size);
  const beside = new Float64Array(size);
  if (size > 0) {
    yield* reduce(rows, diagonal, beside);
    yield* accumulate(rows, diagonal, beside);
    yield* iterate(rows, diagonal, beside);
  }
  const order = Array.from(diagonal.keys()).sort((a, b) => (diagonal[b] as number) - (diagonal[a] as number));
  const vectors = new Float64Array(size * size);
  order.forEach((from, to) => {
    vectors.set(rows[from] as Float64Array, to * size);
  });
  return { values: Float64Array.from(order, (i) => diagonal[i] as number), vectors };
}

/** To tridiagonal form: `e` holds what is beside the diagonal; `rows` and `d` the reflections, for `accumulate`. */
function* reduce(rows: Float64Array[], d: Float64Array, e: Float64Array): Steps<void> {
  const n = d.length;
  for (let j = 0; j < n; j++) d[j] = at(rows, j, n - 1);
  for (let i = n - 1; i > 0; i--) {
    yield;
    let scale = 0;
    for (let k = 0; k < i; k++) scale += Math.abs(d[k] as number);
    let h = 0;
    if (scale === 0) {
      e[i] = d[i - 1] as number;
      for (let j = 0; j < i; j++) {
        d[j] = at(rows, j, i - 1);
        (rows[j] as Float64Array)[i] = 0;
        (rows[i] as Float64Array)[j] = 0;
      }
    } else {
      for (let k = 0; k < i; k++) {
        const x = (d[k] as number) / scale;
        d[k] = x;
        h += x * x;
      }
      const last = d[i - 1] as number;
      const root = last > 0 ? -Math.sqrt(h) : Math.sqrt(h);
      e[i] = scale * root;
      h -= last * root;
      d[i - 1] = last - root;
      reflect(rows, d, e, i, h);
    }
    d[i] = h;
  }
}

/** Applies the reflection `d` / `h` to the leading `i` rows and columns. */
function reflect(rows: Float64Array[], d: Float64Array, e: Float64Array, i: number, h: number): void {
  e.fill(0, 0, i);
  for (let j = 0; j < i; j++) {
    const row = rows[j] as Float64Array;
    const f = d[j] as number;
    (rows[i] as Float64Array)[j] = f;
    let g = (e[j] as number) + (row[j] as number) * f;
    for (let k = j + 1; k < i; k++) {
      const x = row[k] as number;
      g += x * (d[k] as number);
      e[k] = (e[k] as number) + x * f;
    }
    e[j] = g;
  }
  let f = 0;
  for (let j = 0; j < i; j++) {
    e[j] = (e[j] as number) / h;
    f += (e[j] as number) * (d[j] as number);
  }
  const half = f / (h + h);
  for (let j = 0; j < i; j++) e[j] = (e[j] as number) - half * (d[j] as number);
  for (let j = 0; j < i; j++) {
    const row = rows[j] as Float64Array;
    const x = d[j] as number;
    const y = e[j] as number;
    for (let k = j; k < i; k++) row[k] = (row[k] as number) - (x * (e[k] as number) + y * (d[k] as number));
    d[j] = row[i - 1] as number;
    row[i] = 0;
  }
}

/** The product of all reflections, in `rows`; the diagonal, in `d`. */
function* accumulate(rows: Float64Array[], d: Float64Array, e: Float64Array): Steps<void> {
  const n = d.length;
  for (let i = 0; i < n - 1; i++) {
    yield;
    const own = rows[i] as Float64Array;
    const next = rows[i + 1] as Float64Array;
    own[n - 1] = own[i] as number;
    own[i] = 1;
    const h = d[i + 1] as number;
    if (h !== 0) {
      for (let k = 0; k <= i; k++) d[k] = (next[k] as number) / h;
      for (let j = 0; j <= i; j++) {
        const row = rows[j] as Float64Array;
        let g = 0;
        for (let k = 0; k <= i; k++) g += (next[k] as number) * (row[k] as number);
        for (let k = 0; k <= i; k++) row[k] = (row[k] as number) - g * (d[k] as number);
      }
    }
    next.fill(0, 0, i + 1);
  }
  for (let j = 0; j < n; j++) {
    const row = rows[j] as Float64Array;
    d[j] = row[n - 1] as number;
    row[n - 1] = 0;
  }
  (rows[n - 1] as Float64Array)[n - 1] = 1;
  e[0] = 0;
}

/** QL with implicit shifts: turns `d` into the eigenvalues, and each row into its eigenvector. */
function* iterate(rows: Float64Array[], d: Float64Array, e: Float64Array): Steps<void> {
  const n = d.length;
  e.copyWithin(0, 1);
  e[n - 1] = 0;
  let shift = 0;
  let largest = 0;
  for (let l = 0; l < n; l++) {
    largest = Math.max(largest, Math.abs(d[l] as number) + Math.abs(e[l] as number));
    let m = l;
    while (m < n - 1 && Math.abs(e[m] as number) > Number.EPSILON * largest) m += 1;
    while (m > l) {
      yield;
      shift += shiftFrom(d, e, l);
      sweep(rows, d, e, l, m);
      if (!(Math.abs(e[l] as number) > Number.EPSILON * largest)) break; // also when it is no number
    }
    d[l] = (d[l] as number) + shift;
    e[l] = 0;
  }
}

/** Subtracts the implicit shift from the diagonal from `l` on. @returns the shift */
function shiftFrom(d: Float64Array, e: Float64Array, l: number): number {
  const own = d[l] as number;
  const side = e[l] as number;
  const p = ((d[l + 1] as number) - own) / (2 * side);
  const r = p < 0 ? -Math.hypot(p, 1) : Math.hypot(p, 1);
  d[l] = side / (p + r);
  d[l + 1] = side * (p + r);
  const shift = own - (d[l] as number);
  for (let i = l + 2; i < d.length; i++) d[i] = (d[i] as number) - shift;
  return shift;
}

/** One QL sweep by rotations of neighbouring rows, from `m` up to `l`. */
function sweep(rows: Float64Array[], d: Float64Array, e: Float64Array, l: number, m: number): void {
  const beside = e[l + 1] as number;
  const below = d[l + 1] as number;
  let p = d[m] as number;
  let [c, c2, c3, s, s2] = [1, 1, 1, 0, 0];
  for (let i = m - 1; i >= l; i--) {
    [c3, c2, s2] = [c2, c, s];
    const g = c * (e[i] as number);
    const h = c * p;
    const r = Math.hypot(p, e[i] as number);
    e[i + 1] = s * r;
    s = (e[i] as number) / r;
    c = p / r;
    p = c * (d[i] as number) - s * g;
    d[i + 1] = h + s * (c * g + s * (d[i] as number));
    rotate(rows[i] as Float64Array, rows[i + 1] as Float64Array, c, s);
  }
  p = (-s * s2 * c3 * beside * (e[l] as number)) / below;
  e[l] = s * p;
  d[l] = c * p;
}

function rotate(low: Float64Array, high: Float64Array, c: number, s: number): void {
  for (let k = 0; k < low.length; k++) {
    const x = low[k] as number;
    const y = high[k] as number;
    high[k] = s * x + c * y;
    low[k] = c * x - s * y;
  }
}

function at(rows: readonly Float64Array[], i: number, j: number): number {
  return (rows[i] as Float64Array)[j] as number;
}
