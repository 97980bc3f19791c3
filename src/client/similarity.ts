import { ClozeError } from '../core/errors.js';
import { Percentiles } from '../core/vectors/percentile.js';
import { cosines } from '../core/vectors/similarity.js';
import type { EngineMethods, Lane } from '../protocol/engine.js';
import type { BackgroundFacts, Represented } from '../protocol/vectors.js';

/** Asks the engine. */
export type Ask = <K extends 'represent' | 'background'>(
  method: K,
  params: EngineMethods[K]['params'],
) => Promise<EngineMethods[K]['result']>;

/** How alike texts are in one representation. */
export interface Similarities {
  readonly representation: string;
  readonly texts: Represented['texts'];
  /** [N][N] */
  readonly cosines: readonly Float64Array[];
  /** [N][N], 0 to 100: so many of a hundred random pairs of background sentences of these lengths are less alike. */
  readonly percentiles: readonly Float64Array[];
  /** [N][N]: with how many random pairs a cosine was compared. */
  readonly pairs: readonly Int32Array[];
  /** How many background sentences there are; compared ones are left out. */
  readonly sentences: number;
  /** Mean cosine of their random pairs. */
  readonly meanCosine: number;
}

export interface SimilarityOptions {
  /** An id (core/vectors/representation.ts); '' is the model's default. */
  readonly representation: string;
  /** The file with the background sentences. */
  readonly background: string;
  readonly lane: Lane;
}

/** So often a model may be changed for another in the middle. */
const TRIES = 3;

/** @throws ClozeError of the engine */
export async function similarities(
  ask: Ask,
  texts: readonly string[],
  { representation: id, background, lane }: SimilarityOptions,
): Promise<Similarities> {
  for (let tries = 1; ; tries++) {
    const represented = await ask('represent', { texts, representations: [id], background, lane });
    const { representations } = represented;
    const [facts] = await ask('background', { representations, background, compared: texts, lane });
    if (facts?.by === represented.by) return placed(represented, facts);
    if (tries === TRIES) throw new ClozeError('engine-replaced', 'The model was changed again and again.');
  }
}

function placed({ vectors, texts, representations }: Represented, facts: BackgroundFacts): Similarities {
  const values = cosines(vectors[0] as readonly Float32Array[]);
  const percentiles = new Percentiles(facts.pairs);
  const tokens = (i: number) => texts[i]?.tokens ?? 0;
  const found = values.map((row, i) => Array.from(row, (value, j) => percentiles.of(value, [tokens(i), tokens(j)])));
  return {
    representation: representations[0] as string,
    texts,
    cosines: values,
    percentiles: found.map((row) => Float64Array.from(row, ({ percentile }) => percentile)),
    pairs: found.map((row) => Int32Array.from(row, ({ pairs }) => pairs)),
    sentences: facts.sentences,
    meanCosine: facts.meanCosine,
  };
}
