import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { ClozeError, messageOf } from '../core/errors.js';
import type { Steps } from '../core/steps.js';
import { backgroundPairs } from '../core/vectors/backgroundPairs.js';
import { backgroundSentences, sentenceKey } from '../core/vectors/backgroundText.js';
import type { BackgroundPairs } from '../core/vectors/percentile.js';
import {
  formatRepresentation,
  type Representation,
  rawId,
  type Treatment,
  untreated,
} from '../core/vectors/representation.js';
import { type PooledText, rawVectors, type StateKey, statesFor } from '../core/vectors/states.js';
import { applied, type Fit, fitTreatment, treatmentBy } from '../core/vectors/treatment.js';
import type { BackgroundStore } from './backgroundStore.js';

/** Vectors of background sentences, of one representation before its treatment. */
export interface BackgroundVectors {
  /** [N] of [D] */
  readonly vectors: readonly Float32Array[];
  /** [N], special ones left out. */
  readonly tokens: Int32Array;
}

/** How a request reaches the model, and how its own long computations let others go first. */
export interface BackgroundWork {
  pool(texts: readonly string[], keys: readonly StateKey[]): Promise<PooledText[]>;
  run<T>(steps: Steps<T>): Promise<T>;
}

/** So many sentences are pooled at a time. */
const SLICE = 256;

/** Some kinds of text serve as the background of all their comparisons with one model: this is one of them. */
export class Background {
  readonly #vectors = new Map<string, BackgroundVectors>();
  readonly #fits = new Map<string, Fit>();
  readonly #pairs = new Map<string, BackgroundPairs>();
  /** Sentences that were pooled for requests that are not done. */
  readonly #begun = new Map<string, PooledText[]>();

  private constructor(
    readonly sentences: readonly string[],
    /** Of the sentences. */
    private readonly hash: string,
    private readonly layers: number,
    private readonly store: BackgroundStore | undefined,
  ) {}

  /** @throws ClozeError `bad-request` when the file cannot be read or has too few sentences */
  static async open(file: string, layers: number, store?: BackgroundStore): Promise<Background> {
    const text = await readFile(file, 'utf8').catch((error: unknown) => {
      throw new ClozeError('bad-request', `The background text cannot be read: ${messageOf(error)}.`, { cause: error });
    });
    const sentences = backgroundSentences(text);
    if (sentences.length < 2) throw new ClozeError('bad-request', `${file} has no two sentences.`);
    const hash = createHash('sha256').update(sentences.join('\n')).digest('hex').slice(0, 16);
    return new Background(sentences, hash, layers, store);
  }

  /** Vectors without treatment: from memory, from disk, or from the model, and then kept on both. */
  async vectors(representation: Representation, work: BackgroundWork): Promise<BackgroundVectors> {
    await this.prepare([representation], work);
    return this.#vectors.get(rawId(representation)) as BackgroundVectors;
  }

  /** Has the vectors of several representations at hand; what the model must make, it makes in one go. */
  async prepare(representations: readonly Representation[], work: BackgroundWork): Promise<void> {
    const missing = new Map<string, Representation>();
    for (const representation of representations) {
      const id = rawId(representation);
      const known = this.#vectors.get(id) ?? (await this.store?.vectors(this.hash, id, this.sentences.length));
      if (known) this.#vectors.set(id, known);
      else missing.set(id, untreated(representation));
    }
    if (missing.size === 0) return;
    const keys = statesFor([...missing.values()], this.layers);
    const texts = await this.#pool([...missing.keys()].join(' '), keys, work);
    const tokens = Int32Array.from(texts, (text) => text.tokens);
    for (const [id, representation] of missing) {
      const found = { vectors: texts.map(rawVectors(representation, keys, this.layers)), tokens };
      this.#vectors.set(id, found);
      await this.store?.keepVectors(this.hash, id, found);
    }
  }

  /** Goes on where a request for the same that was given up had come to. */
  async #pool(name: string, keys: readonly StateKey[], work: BackgroundWork): Promise<readonly PooledText[]> {
    const done = this.#begun.get(name) ?? [];
    this.#begun.set(name, done);
    while (done.length < this.sentences.length) {
      const from = done.length;
      const pooled = await work.pool(this.sentences.slice(from, from + SLICE), keys);
      if (done.length === from) done.push(...pooled); // else another request was faster
    }
    this.#begun.delete(name);
    return done;
  }

  /** What the treatment learns of the sentences that are not among those that are compared. */
  async fit(representation: Representation, leftOut: ReadonlySet<number>, work: BackgroundWork): Promise<Fit> {
    const kind = fitKind(representation.treatment);
    const id = `${rawId(representation)}+${kind}`;
    const isWhole = leftOut.size === 0;
    const stored =
      isWhole && kind === 'whiten' && !this.#fits.has(id) ? await this.store?.fit(this.hash, id) : undefined;
    const known = isWhole ? (this.#fits.get(id) ?? stored) : undefined;
    const { vectors } = await this.vectors(representation, work);
    const fit =
      known ??
      (await work.run(
        fitTreatment(
          { kind },
          vectors.filter((_, i) => !leftOut.has(i)),
        ),
      ));
    if (isWhole) this.#fits.set(id, fit);
    if (isWhole && kind === 'whiten' && !known) await this.store?.keepFit(this.hash, id, fit);
    return fit;
  }

  /** Cosines of random pairs of the sentences that are not among those that are compared. */
  async pairs(
    representation: Representation,
    leftOut: ReadonlySet<number>,
    work: BackgroundWork,
  ): Promise<BackgroundPairs> {
    const id = formatRepresentation(representation);
    const known = leftOut.size === 0 ? this.#pairs.get(id) : undefined;
    if (known) return known;
    const { vectors, tokens } = await this.vectors(representation, work);
    const kept = [...vectors.keys()].filter((i) => !leftOut.has(i));
    const own = kept.map((i) => vectors[i] as Float32Array);
    const treated =
      representation.treatment.kind === 'raw'
        ? own
        : await work.run(
            applied(treatmentBy(representation.treatment, await this.fit(representation, leftOut, work)), own),
          );
    const lengths = kept.map((i) => tokens[i] as number);
    const pairs = await work.run(backgroundPairs(treated, lengths));
    if (leftOut.size === 0) this.#pairs.set(id, pairs);
    return pairs;
  }

  /** Which sentences are among the texts. */
  among(texts: readonly string[]): Set<number> {
    const own = new Set(texts.map(sentenceKey));
    return new Set([...this.sentences.keys()].filter((i) => own.has(sentenceKey(this.sentences[i] as string))));
  }
}

/** Whitening and rotation, to any number of dimensions, know the same. */
function fitKind({ kind }: Treatment): 'centre' | 'whiten' {
  return kind === 'whiten' || kind === 'rotate' ? 'whiten' : 'centre';
}
