import type { MaskedModel } from '../maskedModel.js';
import type { Span } from '../masks.js';
import { type ProseUnit, proseUnits } from '../prose/index.js';
import { type ScoredWord, type ScoreOptions, scoreTexts } from './score.js';

/** A stretch of a document of which the words are to be scored; what is around it tells what is prose. */
export interface ProseToScore {
  readonly text: string;
  /** As of `proseUnits`. */
  readonly language: string;
  readonly within: Span;
}

/**
 * The words of the prose of a stretch as they stand in the document, scored each in its paragraph, comment or string
 * (score.ts). What stands for something else there (a character reference, a formula) is left out.
 */
export async function scoreProse(
  model: MaskedModel,
  { text, language, within }: ProseToScore,
  options: ScoreOptions = {},
): Promise<ScoredWord[]> {
  const units = proseUnits(text, language).filter(({ start, end }) => start < within.end && end > within.start);
  const texts = units.map((unit) => ({ text: unit.text, within: inUnit(unit, within) }));
  const scored = await scoreTexts(model, texts, options);
  return units.flatMap((unit, i) =>
    (scored[i] ?? [])
      .flatMap(({ words }) => words)
      .flatMap((word): ScoredWord[] => {
        const [span, ...more] = unit.sourceSpans(word);
        if (!span || more.length > 0 || span.end - span.start !== word.end - word.start) return [];
        const isWithin = span.start >= within.start && span.start < within.end;
        return isWithin ? [{ ...word, start: span.start, end: span.end }] : [];
      }),
  );
}

/** A range of the unit's text that holds all of it that is within a range of the source. */
function inUnit(unit: ProseUnit, { start, end }: Span): Span {
  const parts = unit.sourceSpans({ start: 0, end: unit.text.length });
  const first = parts.find((part) => part.end > start);
  const last = parts.findLast((part) => part.start < end);
  if (!first || !last || first.start >= end) return { start: 0, end: 0 };
  return {
    start: unit.fromSource(Math.max(start, first.start)) ?? 0,
    end: unit.fromSource(Math.min(end, last.end)) ?? unit.text.length,
  };
}
