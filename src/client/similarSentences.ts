import { ClozeError } from '../core/errors.js';
import { sentenceKey } from '../core/vectors/backgroundText.js';
import { type Percentile, Percentiles } from '../core/vectors/percentile.js';
import { cosine } from '../core/vectors/similarity.js';
import type { Ask, SimilarityOptions } from './similarity.js';

/** A sentence that is like another. */
export interface Similar extends Percentile {
  /** Its place in the list that was searched. */
  readonly index: number;
  readonly cosine: number;
}

export interface SimilarSentencesFound {
  readonly representation: string;
  /** Best first. */
  readonly similar: readonly Similar[];
  /** How many sentences had to be computed: the others were known. */
  readonly computed: number;
}

/** So many sentences are computed at a time: what the cancelling of a search leaves to be waited for. */
const SLICE = 64;
/** So many known ones are compared without a pause. */
const PAUSE_EVERY = 2000;
/** Numbers that are kept: 64 MB. */
const MOST_NUMBERS = 16_000_000;
/** So often a model may be changed for another in the middle. */
const TRIES = 3;

/** Finds sentences like another; remembers the vectors of those it has seen, of one model, representation and background. */
export class SimilarSentences {
  #known = new Map<string, Known>();
  #of = '';

  /**
   * @param sentences in which it is looked for
   * @param onProgress is told how many of how many were compared
   * @throws ClozeError of the engine
   */
  async find(
    ask: Ask,
    query: string,
    sentences: readonly string[],
    options: SimilarityOptions & { readonly count: number; readonly onProgress?: (done: number, of: number) => void },
  ): Promise<SimilarSentencesFound> {
    for (let tries = 1; ; tries++) {
      const found = await this.#find(ask, query, sentences, options);
      if (found) return found;
      if (tries === TRIES) throw new ClozeError('engine-replaced', 'The model was changed again and again.');
    }
  }

  /** @returns undefined when the model was changed in the middle */
  async #find(
    ask: Ask,
    query: string,
    sentences: readonly string[],
    { representation: id, background, lane, count, onProgress }: Parameters<SimilarSentences['find']>[3],
  ): Promise<SimilarSentencesFound | undefined> {
    // Nothing is left out of the background: all vectors must be treated alike, also those of later searches.
    const represent = (texts: readonly string[], own = id) =>
      ask('represent', { texts, representations: [own], background, lane, compared: [] });
    const asked = await represent([query]);
    const [representation = id] = asked.representations;
    const known = this.#knownOf(JSON.stringify([asked.by, representation, background]));
    const target = asked.vectors[0]?.[0] as Float32Array;
    const best: { index: number; cosine: number }[] = [];
    const compare = (index: number, vector: Float32Array) => {
      insert(best, { index, cosine: cosine(target, vector) }, count);
    };

    let done = 0;
    const missing = new Map<string, number[]>();
    for (const [index, sentence] of sentences.entries()) {
      const key = sentenceKey(sentence);
      const vector = known.get(key)?.vector;
      if (vector) {
        compare(index, vector);
        done += 1;
      } else if (!missing.get(key)?.push(index)) missing.set(key, [index]);
      if (index % PAUSE_EVERY === PAUSE_EVERY - 1) await new Promise((resolve) => setTimeout(resolve));
    }
    const waiting = [...missing];
    for (let i = 0; i < waiting.length; i += SLICE) {
      onProgress?.(done, sentences.length);
      const slice = waiting.slice(i, i + SLICE);
      const found = await represent(
        slice.map(([key]) => key),
        representation,
      );
      if (found.by !== asked.by) return undefined;
      slice.forEach(([key, indices], t) => {
        const vector = found.vectors[0]?.[t] as Float32Array;
        remember(known, key, { vector, tokens: found.texts[t]?.tokens ?? 0 });
        for (const index of indices) compare(index, vector);
        done += indices.length;
      });
    }
    onProgress?.(done, sentences.length);

    const [facts] = await ask('background', { representations: [representation], background, compared: [], lane });
    if (facts?.by !== asked.by) return undefined;
    const percentiles = new Percentiles(facts.pairs);
    const own = asked.texts[0]?.tokens ?? 0;
    const similar = best.map(({ index, cosine: value }) => {
      const tokens = known.get(sentenceKey(sentences[index] as string))?.tokens ?? own;
      return { index, cosine: value, ...percentiles.of(value, [own, tokens]) };
    });
    return { representation, similar, computed: waiting.length };
  }

  /** What is known of a model, a representation and a background; what is known of others is forgotten. */
  #knownOf(of: string): Map<string, Known> {
    // A search with another model that is still under way writes into the old map.
    if (of !== this.#of) this.#known = new Map();
    this.#of = of;
    return this.#known;
  }
}

interface Known {
  readonly vector: Float32Array;
  readonly tokens: number;
}

/** The oldest make way. */
function remember(known: Map<string, Known>, key: string, value: Known): void {
  if (known.size * value.vector.length > MOST_NUMBERS) known.delete(known.keys().next().value as string);
  known.set(key, value);
}

/** Into a list of at most `count`, best first; among equals the first stays first. */
function insert(
  best: { index: number; cosine: number }[],
  found: { index: number; cosine: number },
  count: number,
): void {
  if (best.length === count && found.cosine <= (best.at(-1)?.cosine ?? 0)) return;
  let place = best.length;
  while (place > 0 && (best[place - 1] as { cosine: number }).cosine < found.cosine) place -= 1;
  best.splice(place, 0, found);
  if (best.length > count) best.pop();
}
