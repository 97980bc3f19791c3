import { ClozeError } from '../core/errors.js';
import { type LinearPooling, poolingWeights } from '../core/pooling.js';
import type { PooledText, StateKey } from '../core/vectors/states.js';
import type { Tokenizer } from '../tokenizer/tokenizer.js';
import { poolPrompts } from './poolPrompts.js';
import type { PooledStates, PoolQuery } from './queries/pool.js';
import { joinedText, partsOf, type TextPart } from './textParts.js';

export interface PoolingModel {
  readonly tokenizer: Tokenizer;
  readonly layers: number;
  readonly maxTokens: number;
  readonly hasPooler: boolean;
}

/** Runs queries through the queue. */
export type AskPool = (queries: readonly PoolQuery[]) => Promise<PooledStates[]>;

/** So many texts are made queries at a time: enough to find some of one length, few enough to hold in memory. */
const SLICE = 256;

/** Poolings that are weighted sums over the tokens (core/pooling.ts). */
const LINEAR: Partial<Record<StateKey['pooling'], LinearPooling>> = {
  cls: 'cls',
  mean: 'mean',
  'weighted-mean': 'weighted_mean',
};

/**
 * The pooled states of each text. One that does not fit into the model's window is split at sentences.
 * @throws ClozeError `bad-request` for a layer, a pooler or a mask token that the model does not have
 */
export async function poolStates(
  texts: readonly string[],
  keys: readonly StateKey[],
  model: PoolingModel,
  ask: AskPool,
): Promise<PooledText[]> {
  check(keys, model);
  const prompts = keys.filter(({ pooling }) => pooling === 'prompt');
  const others = keys.filter(({ pooling }) => pooling !== 'prompt');
  const pooled: PooledText[] = [];
  for (let i = 0; i < texts.length; i += SLICE) {
    const slice = texts.slice(i, i + SLICE);
    const found: [readonly StateKey[], PooledText[]][] = [];
    if (others.length > 0 || prompts.length === 0) found.push([others, await poolTexts(slice, others, model, ask)]);
    if (prompts.length > 0) found.push([prompts, await poolPrompts(slice, prompts, model, ask)]);
    slice.forEach((_, t) => {
      const states = new Map(found.flatMap(([own, all]) => own.map((key, k) => [key, all[t]?.states[k]])));
      const text = found[0]?.[1][t] as PooledText;
      pooled.push({ ...text, states: keys.map((key) => states.get(key) as Float32Array) });
    });
  }
  return pooled;
}

/** Asks for the parts of many texts at once. @returns the answers by text */
export async function askParts(
  parts: readonly (readonly TextPart[])[],
  queries: readonly PoolQuery[],
  ask: AskPool,
): Promise<PooledStates[][]> {
  const answers = await ask(queries);
  let next = 0;
  return parts.map((own) => {
    next += own.length;
    return answers.slice(next - own.length, next);
  });
}

/** Whether states of other layers than the last are asked for. */
export function readsBelow(keys: readonly StateKey[], last: number): boolean {
  return keys.some(({ layer }) => layer < last);
}

function check(keys: readonly StateKey[], { layers, hasPooler, tokenizer }: PoolingModel): void {
  const bad = keys.find(({ layer }) => !Number.isInteger(layer) || layer < 0 || layer > layers);
  if (bad) throw new ClozeError('bad-request', `The model has the layers 0 to ${layers}, not ${bad.layer}.`);
  if (!hasPooler && keys.some(({ pooling }) => pooling === 'pooler')) {
    throw new ClozeError('bad-request', 'The model has no pooler.');
  }
  if (!tokenizer.mask && keys.some(({ pooling }) => pooling === 'prompt')) {
    throw new ClozeError('bad-request', 'The model has no mask token to prompt it with.');
  }
}

async function poolTexts(
  texts: readonly string[],
  keys: readonly StateKey[],
  { tokenizer, maxTokens, layers }: PoolingModel,
  ask: AskPool,
): Promise<PooledText[]> {
  const encodings = await tokenizer.encodeAll(texts);
  const parts = encodings.map((encoding, t) => partsOf(encoding, texts[t] as string, maxTokens));
  if (keys.length === 0) return parts.map((own) => joinedText([], [], own, tokenizer.vocabulary));
  const { query, read } = planOf(keys, layers);
  const answers = await askParts(parts, parts.flat().map(query), ask);
  return answers.map((own, t) => joinedText(keys, own.map(read), parts[t] as TextPart[], tokenizer.vocabulary));
}

/** How the states of all keys are asked for in one query, and found in its answer. */
function planOf(keys: readonly StateKey[], last: number) {
  const nameOf = ({ pooling, bare }: StateKey) => `${pooling} ${bare}`;
  const distinct = (own: readonly StateKey[]) => [...new Map(own.map((key) => [nameOf(key), key])).values()];
  const sums = distinct(keys.filter(({ pooling }) => LINEAR[pooling]));
  const maxima = distinct(keys.filter(({ pooling }) => pooling === 'max'));
  const maskOf = ({ sequences }: TextPart, { bare }: StateKey) =>
    sequences.map((sequence) => (!bare || sequence !== undefined ? 1 : 0));
  return {
    query: (part: TextPart): PoolQuery => ({
      kind: 'pool',
      layers: readsBelow(keys, last) ? 'all' : 'last',
      ids: part.ids,
      types: part.types,
      weights: sums.map((key) => poolingWeights(LINEAR[key.pooling] as LinearPooling, maskOf(part, key))),
      maxMasks: maxima.map((key) => Float32Array.from(maskOf(part, key))),
      pooler: keys.some(({ pooling }) => pooling === 'pooler'),
    }),
    read: ({ linear, max, pooler }: PooledStates): Float32Array[] =>
      keys.map((key) => {
        if (key.pooling === 'pooler') return pooler as Float32Array;
        const [layers, rows] = key.pooling === 'max' ? [max, maxima] : [linear, sums];
        const row = rows.findIndex((it) => nameOf(it) === nameOf(key));
        return (key.layer === last ? layers.at(-1) : layers[key.layer])?.[row] as Float32Array;
      }),
  };
}
