import { layersOf, type Pooling, type Representation } from './representation.js';

/** The poolings that must be computed by the model; the others follow from them. */
export type BasePooling = Exclude<Pooling, 'mean-max' | 'mean-sqrt'>;

/** One pooled state of a text. */
export interface StateKey {
  readonly pooling: BasePooling;
  readonly layer: number;
  readonly bare: boolean;
}

/** What the model made of a text. */
export interface PooledText {
  /** One vector [H] a key that was asked for. */
  readonly states: readonly Float32Array[];
  /** Tokens of the text itself. */
  readonly tokens: number;
  /** How many of them stand for what the tokenizer does not know, or are special tokens that somebody wrote. */
  readonly unknown: number;
  /** Special tokens around it, of all its parts. */
  readonly specials: number;
  /** More than one when it did not fit into the model's window: it was split at sentences, pooled by token count. */
  readonly parts: number;
}

/** Whether a model knows so little of a text that what it says of it means nothing: it is in another language, say. */
export function isStrange({ tokens, unknown }: Pick<PooledText, 'tokens' | 'unknown'>): boolean {
  return 5 * unknown > tokens;
}

/**
 * The fewest states from which all the representations can be made.
 * @param last the number of the model's last layer
 * @throws ClozeError `bad-request` for a layer that it does not have
 */
export function statesFor(representations: readonly Representation[], last: number): StateKey[] {
  const keys = representations.flatMap((it) => statesOf(it, last));
  return [...new Map(keys.map((key) => [nameOf(key), key])).values()];
}

/**
 * How vectors of a representation, before its treatment, are made from pooled states: [H], or [2H] for mean and max
 * joined. Two layers count half each; mean / sqrt(length) is the sum of the states by the root of their number.
 * @param keys what the states are; all that `statesFor` names must be there
 */
export function rawVectors(
  representation: Representation,
  keys: readonly StateKey[],
  last: number,
): (text: PooledText) => Float32Array {
  const places = new Map(keys.map((key, place) => [nameOf(key), place]));
  const halves = basesOf(representation.pooling).map((pooling) =>
    layersOf(representation.layers, last).map((layer) =>
      Number(places.get(nameOf({ pooling, layer, bare: representation.bare }))),
    ),
  );
  return (text) => {
    const scale =
      representation.pooling === 'mean-sqrt'
        ? Math.sqrt(Math.max(1, text.tokens + (representation.bare ? 0 : text.specials)))
        : 1;
    const parts = halves.map((layers) => meanOf(layers.map((place) => text.states[place] as Float32Array)));
    const width = parts[0]?.length ?? 0;
    const vector = new Float32Array(parts.length * width);
    parts.forEach((part, i) => {
      vector.set(scale === 1 ? part : part.map((value) => value * scale), i * width);
    });
    return vector;
  };
}

function statesOf({ pooling, layers, bare }: Representation, last: number): StateKey[] {
  const numbers = layersOf(layers, last);
  return basesOf(pooling).flatMap((base) => numbers.map((layer) => ({ pooling: base, layer, bare })));
}

function basesOf(pooling: Pooling): BasePooling[] {
  if (pooling === 'mean-max') return ['mean', 'max'];
  return [pooling === 'mean-sqrt' ? 'mean' : pooling];
}

function nameOf({ pooling, layer, bare }: StateKey): string {
  return `${pooling} ${layer} ${bare}`;
}

function meanOf(vectors: readonly Float32Array[]): Float32Array {
  const [first] = vectors as [Float32Array];
  if (vectors.length === 1) return first;
  return first.map((_, i) => vectors.reduce((sum, vector) => sum + (vector[i] as number), 0) / vectors.length);
}
