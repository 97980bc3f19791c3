import { sentences } from '../sentences/index.js';
import { proseUnits } from './index.js';

/** A sentence as it is read, and where it stands in its document: [start, end) in UTF-16 units. */
export interface ProseSentence {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** The sentences of the prose of a document, in its order. @param languageId as of `proseUnits` */
export function proseSentences(text: string, languageId: string): ProseSentence[] {
  return proseUnits(text, languageId).flatMap((unit) =>
    sentences(unit.text).map(({ start, end }) => ({
      text: unit.text.slice(start, end),
      start: unit.toSource(start),
      end: unit.toSource(end, 'end'),
    })),
  );
}
