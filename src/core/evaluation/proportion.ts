/** The 97.5th percentile of the standard normal distribution. */
const Z = 1.959964;

/**
 * The share of hits among trials that come in clusters, such as the masked tokens of one sequence: those of a cluster
 * are alike, so it is the clusters that are counted as independent.
 */
export class Proportion {
  #clusters = 0;
  #hits = 0;
  #trials = 0;
  #squares = { hits: 0, products: 0, trials: 0 };

  addCluster(hits: number, trials: number): void {
    this.#clusters += 1;
    this.#hits += hits;
    this.#trials += trials;
    this.#squares.hits += hits ** 2;
    this.#squares.products += hits * trials;
    this.#squares.trials += trials ** 2;
  }

  get trials(): number {
    return this.#trials;
  }

  /** Of [0, 1]; NaN without trials. */
  get value(): number {
    return this.#hits / this.#trials;
  }

  /**
   * Half the width of the 95 % interval around `value`, by the standard error of a ratio r of sums over n clusters with
   * h hits in m trials each: sqrt(n / (n - 1) * sum (h - r m)^2) / sum m (Cochran, Sampling Techniques, 1977, section
   * 2.11), and the normal distribution. NaN for fewer than two clusters.
   */
  get margin(): number {
    const n = this.#clusters;
    const r = this.value;
    const { hits, products, trials } = this.#squares;
    const residuals = Math.max(0, hits - 2 * r * products + r ** 2 * trials);
    return n < 2 ? Number.NaN : (Z * Math.sqrt((n / (n - 1)) * residuals)) / this.#trials;
  }
}
