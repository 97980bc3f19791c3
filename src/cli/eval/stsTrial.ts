import type { EngineClient } from '../../client/engineClient.js';
import type { ScoredPair } from '../../core/evaluation/sts.js';
import { layerChoices, type PoolingKind, treatmentsFor } from '../../core/evaluation/stsGrid.js';
import { runAtOnce } from '../../core/steps.js';
import { sentenceKey } from '../../core/vectors/backgroundText.js';
import { formatRepresentation, type Representation } from '../../core/vectors/representation.js';
import { cosine } from '../../core/vectors/similarity.js';
import { type PooledText, rawVectors, type StateKey, statesFor } from '../../core/vectors/states.js';
import { type Fit, fitTreatment, treatmentBy } from '../../core/vectors/treatment.js';
import type { ModelInfo } from '../../protocol/engine.js';

/** A representation, and the cosine of each pair in it. */
export interface Trial {
  readonly representation: Representation;
  readonly cosines: Float64Array;
}

/** So many texts are asked for at a time. */
const SLICE = 256;
/** States that are held at a time. */
const MOST_BYTES = 512 * 1024 * 1024;

/** What representations make of scored pairs, with a background in which the pairs' sentences do not take part. */
export class StsTrial {
  readonly #texts: readonly string[];
  readonly #places: readonly (readonly [number, number])[];
  readonly #background: readonly string[];

  constructor(
    private readonly engine: EngineClient,
    private readonly info: ModelInfo,
    pairs: readonly ScoredPair[],
    background: readonly string[],
    private readonly progress: (line: string) => void,
  ) {
    this.#texts = [...new Set(pairs.flatMap(({ texts }) => texts))];
    const places = new Map(this.#texts.map((text, place) => [text, place]));
    this.#places = pairs.map(({ texts: [a, b] }) => [places.get(a) as number, places.get(b) as number]);
    const own = new Set(this.#texts.map(sentenceKey));
    this.#background = background.filter((sentence) => !own.has(sentenceKey(sentence)));
  }

  /** Of each representation. */
  async *of(representations: readonly Representation[]): AsyncGenerator<Trial> {
    const treated = representations.some(({ treatment }) => treatment.kind !== 'raw');
    const keys = statesFor(representations, this.info.layers);
    const pooled = await this.#pool(this.#texts, keys);
    const background = treated ? await this.#pool(this.#background, keys) : [];
    const fits = new Map<string, { raw: Float32Array[]; fit: Fit | undefined }>();
    for (const representation of representations) {
      const { treatment, ...base } = representation;
      this.progress(formatRepresentation(representation));
      await new Promise((resolve) => setImmediate(resolve)); // so that progress can be seen
      const vectorsOf = rawVectors(representation, keys, this.info.layers);
      const name = JSON.stringify(base);
      const known = fits.get(name) ?? { raw: pooled.map(vectorsOf), fit: undefined };
      const spectral = treatment.kind === 'whiten' || treatment.kind === 'rotate';
      const lacks = treatment.kind !== 'raw' && (!known.fit || (spectral && !known.fit.spectrum));
      const fit = lacks ? runAtOnce(fitTreatment(treatment, background.map(vectorsOf))) : known.fit;
      fits.clear(); // of one base at a time: its representations follow one another
      fits.set(name, { raw: known.raw, fit });
      const vectors = fit && treatment.kind !== 'raw' ? known.raw.map(treatmentBy(treatment, fit)) : known.raw;
      const cosines = Float64Array.from(this.#places, ([a, b]) =>
        cosine(vectors[a] as Float32Array, vectors[b] as Float32Array),
      );
      yield { representation, cosines };
    }
  }

  /** All layers and treatments of some poolings. */
  async *grid(kinds: readonly PoolingKind[]): AsyncGenerator<Trial> {
    const { hiddenSize, layers } = this.info;
    const bytes = 4 * hiddenSize * (layers + 1) * (this.#texts.length + this.#background.length);
    const together = Math.max(1, Math.floor(MOST_BYTES / bytes));
    for (let i = 0; i < kinds.length; i += together) {
      const bases = kinds
        .slice(i, i + together)
        .flatMap((kind) => layerChoices(kind, layers).map((choice) => ({ ...kind, layers: choice })));
      const width = (kind: PoolingKind) => (kind.pooling === 'mean-max' ? 2 * hiddenSize : hiddenSize);
      yield* this.of(bases.flatMap((base) => treatmentsFor(width(base)).map((treatment) => ({ ...base, treatment }))));
    }
  }

  async #pool(texts: readonly string[], keys: readonly StateKey[]): Promise<PooledText[]> {
    const pooled: PooledText[] = [];
    for (let i = 0; i < texts.length; i += SLICE) {
      this.progress(`sentences: ${i} of ${texts.length}`);
      const slice = texts.slice(i, i + SLICE);
      pooled.push(...(await this.engine.call('poolStates', { texts: slice, keys, lane: 'background' })));
    }
    return pooled;
  }
}
