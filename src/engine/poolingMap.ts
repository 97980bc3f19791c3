import type { LayerMap, TextPair } from '../core/comparison/comparison.js';
import { goldValues } from '../core/comparison/gold.js';
import { meanCosine } from '../core/comparison/isotropy.js';
import { spearman } from '../core/evaluation/correlation.js';
import type { Representation } from '../core/vectors/representation.js';
import { cosine } from '../core/vectors/similarity.js';
import { type PooledText, rawVectors, type StateKey } from '../core/vectors/states.js';
import type { BackgroundWork } from './background.js';

/** Poolings of the map. */
const POOLINGS = ['cls', 'mean', 'max', 'weighted-mean'] as const;

/** The representations of the map, [N + 1][poolings]. */
export function mapped(layers: number): Representation[][] {
  return Array.from({ length: layers + 1 }, (_, layer) =>
    POOLINGS.map((pooling) => ({ pooling, layers: layer, bare: false, treatment: { kind: 'raw' } })),
  );
}

/** Texts as they were pooled, and by which keys. */
export interface Pooled {
  readonly texts: readonly PooledText[];
  readonly keys: readonly StateKey[];
}

/** How crowded background sentences are in every layer and pooling, and how well texts agree with gold scores. */
export async function layerMap(
  background: Pooled,
  own: Pooled,
  pairs: readonly TextPair[],
  layers: number,
  work: BackgroundWork,
): Promise<LayerMap> {
  const poolings = [...POOLINGS];
  const crowded = await work.run(
    grid(layers, (it) => meanCosine(background.texts.map(rawVectors(it, background.keys, layers)))),
  );
  if (!pairs.some(({ gold }) => gold !== undefined)) return { poolings, meanCosine: crowded };
  const agreement = grid(layers, (it) => {
    const vectors = own.texts.map(rawVectors(it, own.keys, layers));
    const { ours, gold } = goldValues((i, j) => cosine(vectors[i] ?? [], vectors[j] ?? []), pairs);
    return spearman(ours, gold);
  });
  return { poolings, meanCosine: crowded, spearman: await work.run(agreement) };
}

function* grid(layers: number, value: (representation: Representation) => number): Generator<void, number[][]> {
  const rows: number[][] = [];
  for (const row of mapped(layers)) {
    const values: number[] = [];
    for (const representation of row) {
      values.push(value(representation));
      yield;
    }
    rows.push(values);
  }
  return rows;
}
