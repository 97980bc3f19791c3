import { ClozeError } from '../../core/errors.js';
import type { Sequence } from '../../core/maskedModel.js';
import type { InspectParams } from '../../protocol/engine.js';
import type { Feed } from '../session.js';

/** Asks for everything inside the model, for a batch that is given as it is, padding included. */
export interface InspectQuery extends Sequence {
  readonly kind: 'inspect';
  /** Inputs of the inspection graph, [B, S] each. */
  readonly feeds: Readonly<Record<string, Feed>>;
  /** S */
  readonly length: number;
}

/** @throws ClozeError `bad-request` unless all inputs are B >= 1 rows of S >= 1 numbers */
export function inspectQuery({ inputIds, attentionMask, tokenTypeIds }: InspectParams): InspectQuery {
  const size = inputIds.length;
  const length = inputIds[0]?.length ?? 0;
  const flat = (name: string, rows: readonly (readonly number[])[] | undefined, missing: number): number[] => {
    if (rows && (rows.length !== size || rows.some((row) => row.length !== length) || length === 0)) {
      throw new ClozeError('bad-request', `${name} should have the shape [${size}, ${length}], and no size may be 0.`);
    }
    return rows?.flat() ?? new Array<number>(size * length).fill(missing);
  };
  const shape = [size, length];
  const ids = Int32Array.from(flat('inputIds', inputIds, 0));
  const types = Int32Array.from(flat('tokenTypeIds', tokenTypeIds, 0));
  const mask = Float32Array.from(flat('attentionMask', attentionMask, 1));
  const feeds = {
    input_ids: { shape, data: ids },
    token_type_ids: { shape, data: types },
    attention_mask: { shape, data: mask },
  };
  return { kind: 'inspect', ids, types, feeds, length };
}
