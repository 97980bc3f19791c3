import type { LayerChoice, Pooling, Representation, Treatment } from '../vectors/representation.js';

/** A pooling with or without special tokens, as it is tried in every layer. */
export type PoolingKind = Pick<Representation, 'pooling' | 'bare'>;

/** Mean / sqrt(length) has the cosines of the mean as long as it is not treated. */
const KINDS: readonly PoolingKind[] = [
  { pooling: 'cls', bare: false },
  { pooling: 'mean', bare: false },
  { pooling: 'mean', bare: true },
  { pooling: 'weighted-mean', bare: false },
  { pooling: 'max', bare: false },
  { pooling: 'max', bare: true },
  { pooling: 'mean-max', bare: false },
  { pooling: 'prompt', bare: false },
  { pooling: 'pooler', bare: false },
];

/** More dimensions than this take minutes each. */
const MOST_TREATED = 1024;

/** What can be tried with a model. */
export function poolingKinds({ hasPooler, hasMask }: { hasPooler: boolean; hasMask: boolean }): PoolingKind[] {
  const canHave: Partial<Record<Pooling, boolean>> = { pooler: hasPooler, prompt: hasMask };
  return KINDS.filter(({ pooling }) => canHave[pooling] ?? true);
}

/** The layers in which a pooling is tried: each, and the usual means of two. Of the first token, layer 0 knows nothing. */
export function layerChoices({ pooling }: PoolingKind, last: number): LayerChoice[] {
  if (pooling === 'pooler') return ['last'];
  const each = Array.from({ length: last }, (_, layer) => layer).slice(pooling === 'cls' ? 1 : 0);
  // With two layers, the first and the last are the last two.
  return [...each, 'last', ...(last > 1 ? (['last-2'] as const) : []), ...(last > 2 ? (['first-last'] as const) : [])];
}

/** The treatments that are tried for vectors [D]: to powers of 2 from 32, and to all dimensions. */
export function treatmentsFor(dimensions: number): Treatment[] {
  if (dimensions > MOST_TREATED) return [{ kind: 'raw' }, { kind: 'centre' }];
  const sizes = [32, 64, 128, 256, 512].filter((k) => k < dimensions);
  return [
    { kind: 'raw' },
    { kind: 'centre' },
    ...sizes.map((k) => ({ kind: 'whiten', k }) as const),
    { kind: 'whiten' },
    ...sizes.map((k) => ({ kind: 'rotate', k }) as const),
  ];
}

/** In units of Spearman x 100: a treatment must gain more than this to be worth its background text. */
const WORTH = 0.25;

/** What should be the default: the best without a treatment, unless a treatment is clearly better. */
export function chosen<T extends { readonly representation: Representation; readonly spearman: number }>(
  tried: readonly T[],
): T | undefined {
  const ranked = tried.filter((it) => !Number.isNaN(it.spearman)).sort((a, b) => b.spearman - a.spearman);
  const raw = ranked.find(({ representation }) => representation.treatment.kind === 'raw');
  const [best] = ranked;
  return best && raw && 100 * (best.spearman - raw.spearman) <= WORTH ? raw : best;
}
