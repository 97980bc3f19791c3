import { ClozeError } from '../errors.js';
import { short } from '../json.js';

/** How the states of a text's tokens become one vector; see `states.ts` for the definitions. */
export const POOLINGS = ['cls', 'pooler', 'mean', 'max', 'mean-max', 'mean-sqrt', 'weighted-mean', 'prompt'] as const;
export type Pooling = (typeof POOLINGS)[number];

/** A layer by its number (0 are the embeddings), or the mean of two: the first is layer 1, not the embeddings. */
export type LayerChoice = number | 'last' | 'last-2' | 'first-last';

/** What is done to a pooled vector, by what was learned from background text (`treatment.ts`). */
export type Treatment =
  | { readonly kind: 'raw' }
  | { readonly kind: 'centre' }
  /** To the first `k` dimensions, all when it is missing. */
  | { readonly kind: 'whiten' | 'rotate'; readonly k?: number };

/** One way of turning a text into a vector. */
export interface Representation {
  readonly pooling: Pooling;
  readonly layers: LayerChoice;
  /** Without the special tokens, `[CLS]` and `[SEP]`. Papers report with them. */
  readonly bare: boolean;
  readonly treatment: Treatment;
}

/**
 * For models about which nothing was measured: among those that need no background text, the best for BERT-base (SimCSE's
 * README, corrected: first = layer 1).
 */
export const DEFAULT_REPRESENTATION = 'first-last';

const FORM =
  /^(?:(?<pair>first-last|last-2)|(?<pooling>[a-z]+(?:-[a-z]+)?)(?:@(?<layers>\d{1,3}|last|last-2|first-last))?)(?<bare>\/bare)?(?:\+(?<kind>centre|whiten|rotate)(?<k>[1-9]\d{0,4})?)?$/;

/**
 * Reads what `formatRepresentation` writes: `POOLING[@LAYERS][/bare][+TREATMENT]`, as in `mean`, `cls@2`, `first-last`
 * (short for `mean@first-last`), `max/bare+centre`, `mean@last-2+whiten64`.
 * @throws ClozeError `bad-request`
 */
export function parseRepresentation(id: string): Representation {
  const { pair, pooling: name, layers: at = 'last', bare, kind, k } = FORM.exec(id.trim())?.groups ?? {};
  const pooling = pair === undefined ? POOLINGS.find((it) => it === name) : 'mean';
  if (!pooling) {
    throw bad(id, `it should be one of ${POOLINGS.join(', ')}, first-last or last-2, as in mean@2/bare+whiten64`);
  }
  const layers = (pair ?? (/^\d/.test(at) ? Number(at) : at)) as LayerChoice;
  if (bare && isOneToken(pooling)) throw bad(id, `${pooling} is the state of one token`);
  if (pooling === 'pooler' && layers !== 'last') throw bad(id, 'the pooler is for the last layer');
  if (kind === 'centre' && k) throw bad(id, 'centring keeps all dimensions');
  return { pooling, layers, bare: bare !== undefined, treatment: treatmentOf(kind, k) };
}

/** The id of a representation: the same for the same. */
export function formatRepresentation(representation: Representation): string {
  const { treatment } = representation;
  if (treatment.kind === 'raw') return rawId(representation);
  const k = treatment.kind === 'centre' ? '' : (treatment.k ?? '');
  return `${rawId(representation)}+${treatment.kind}${k}`;
}

/** The id of what a representation is before its treatment. */
export function rawId({ pooling, layers, bare }: Representation): string {
  const isPair = pooling === 'mean' && (layers === 'first-last' || layers === 'last-2');
  const base = isPair ? layers : layers === 'last' ? pooling : `${pooling}@${layers}`;
  return bare ? `${base}/bare` : base;
}

/** The same before its treatment. */
export function untreated(representation: Representation): Representation {
  return { ...representation, treatment: { kind: 'raw' } };
}

/** Whether it is the state of one token that the tokenizer or a prompt added. */
export function isOneToken(pooling: Pooling): boolean {
  return pooling === 'cls' || pooling === 'pooler' || pooling === 'prompt';
}

/**
 * The layers whose mean is taken.
 * @param last the number of the model's last layer
 * @throws ClozeError `bad-request` for a layer that it does not have
 */
export function layersOf(choice: LayerChoice, last: number): number[] {
  switch (choice) {
    case 'last':
      return [last];
    case 'last-2':
      return [Math.max(0, last - 1), last];
    case 'first-last':
      return last > 1 ? [1, last] : [last];
    default:
      if (choice <= last) return [choice];
      throw new ClozeError('bad-request', `The model has the layers 0 to ${last}, not ${choice}.`);
  }
}

function treatmentOf(kind: string | undefined, k: string | undefined): Treatment {
  if (kind === 'centre') return { kind };
  if (kind === 'whiten' || kind === 'rotate') return { kind, ...(k && { k: Number(k) }) };
  return { kind: 'raw' };
}

function bad(id: string, why: string): ClozeError {
  return new ClozeError('bad-request', `"${short(id, 80)}" is no sentence representation: ${why}.`);
}
