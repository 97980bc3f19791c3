import type { Representation } from '../vectors/representation.js';

/** What a model lacks for a method. */
export type Lack = 'layer' | 'pooler' | 'mask' | 'dimensions' | 'background';

/** A method that was asked for and is not there. */
export interface LeftOut {
  readonly id: string;
  readonly lacks: Lack;
}

/** What methods need to know of a model. */
export interface Means {
  /** The number of the last one. */
  readonly layers: number;
  readonly hiddenSize: number;
  readonly hasPooler: boolean;
  readonly hasMask: boolean;
  /** How many background sentences there are to learn from. */
  readonly background: number;
}

/** Why a method cannot be done; undefined when it can. */
export function lackOf({ pooling, layers, treatment }: Representation, means: Means): Lack | undefined {
  if (typeof layers === 'number' && layers > means.layers) return 'layer';
  if (pooling === 'pooler' && !means.hasPooler) return 'pooler';
  if (pooling === 'prompt' && !means.hasMask) return 'mask';
  if (treatment.kind === 'raw' || treatment.kind === 'centre') return undefined;
  const dimensions = means.hiddenSize * (pooling === 'mean-max' ? 2 : 1);
  const k = treatment.k ?? dimensions;
  if (k > dimensions) return 'dimensions';
  return k >= means.background ? 'background' : undefined;
}

/** In words. */
export function lackTold(lack: Lack, { layers }: Pick<Means, 'layers'>): string {
  switch (lack) {
    case 'layer':
      return `the model has the layers 0 to ${layers}`;
    case 'pooler':
      return 'the model has no pooler';
    case 'mask':
      return 'the model has no mask token to prompt it with';
    case 'dimensions':
      return 'its vectors have fewer dimensions';
    case 'background':
      return 'that takes more background sentences than there are';
  }
}
