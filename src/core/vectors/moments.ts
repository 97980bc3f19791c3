/**
 * Mean and covariance of vectors that pass by one at a time, in float64 (Welford, 1962; for covariances, Chan, Golub
 * and LeVeque, 1979).
 */
export class Moments {
  readonly mean: Float64Array;
  /** Sums of products of deviations, lower triangle, row-major: (i, j <= i) at i(i+1)/2 + j. */
  readonly #products: Float64Array;
  #count = 0;

  constructor(readonly dimensions: number) {
    this.mean = new Float64Array(dimensions);
    this.#products = new Float64Array((dimensions * (dimensions + 1)) / 2);
  }

  get count(): number {
    return this.#count;
  }

  add(vector: ArrayLike<number>): void {
    const { mean, dimensions } = this;
    const products = this.#products;
    const deviation = mean.map((value, i) => (vector[i] as number) - value);
    const weight = this.#count / (this.#count + 1);
    this.#count += 1;
    for (let i = 0, place = 0; i < dimensions; i++) {
      const own = deviation[i] as number;
      mean[i] = (mean[i] as number) + own / this.#count;
      for (let j = 0; j <= i; j++, place++) {
        products[place] = (products[place] as number) + weight * own * (deviation[j] as number);
      }
    }
  }

  /** As numpy.cov: divided by n - 1. @returns [D, D], row-major */
  covariance(): Float64Array {
    const { dimensions } = this;
    const full = new Float64Array(dimensions * dimensions);
    const by = Math.max(1, this.#count - 1);
    for (let i = 0, place = 0; i < dimensions; i++) {
      for (let j = 0; j <= i; j++, place++) {
        const value = (this.#products[place] as number) / by;
        full[i * dimensions + j] = value;
        full[j * dimensions + i] = value;
      }
    }
    return full;
  }
}
