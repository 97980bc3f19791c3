import { Percentiles } from '../core/vectors/percentile.js';
import { cosines } from '../core/vectors/similarity.js';
import type { EngineMethods, Lane } from '../protocol/engine.js';
import type { Represented } from '../protocol/vectors.js';

/** Asks the engine. */
export type Ask = <K extends 'represent' | 'background'>(
  method: K,
  params: EngineMethods[K]['params'],
) => Promise<EngineMethods[K]['result']>;

/** How alike texts are in one representation. */
export interface Similarities {
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

/** @param background the file with the background sentences */
export async function similarities(
  ask: Ask,
  texts: readonly string[],
  { representation, background, lane }: { representation: string; background: string; lane: Lane },
): Promise<Similarities> {
  const representations = [representation];
  const { vectors, texts: facts } = await ask('represent', { texts, representations, background, lane });
  const [found] = await ask('background', { representations, background, compared: texts, lane });
  const values = cosines(vectors[0] as readonly Float32Array[]);
  const percentiles = new Percentiles(found?.pairs ?? { cosines: new Float32Array(), lengths: new Int32Array() });
  const placed = values.map((row, i) =>
    Array.from(row, (value, j) => percentiles.of(value, [facts[i]?.tokens ?? 0, facts[j]?.tokens ?? 0])),
  );
  return {
    texts: facts,
    cosines: values,
    percentiles: placed.map((row) => Float64Array.from(row, ({ percentile }) => percentile)),
    pairs: placed.map((row) => Int32Array.from(row, ({ pairs }) => pairs)),
    sentences: found?.sentences ?? 0,
    meanCosine: found?.meanCosine ?? Number.NaN,
  };
}
