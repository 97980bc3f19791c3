import { describe, expect, it } from 'vitest';
import { type ProseRange, proseRanges, proseUnits } from '../../../../src/core/prose/index.js';
import { LANGUAGES } from '../../../../src/core/prose/languages.js';
import { CASES, LANGUAGE_IDS } from './fixtures.js';

describe.each(LANGUAGE_IDS)('the prose of %s', (languageId) => {
  const cases = CASES.filter((one) => one.languageId === languageId);

  it.each(cases)('$line', ({ source, marked, units }) => {
    expect(withMarks(source, proseRanges(source, languageId))).toBe(marked);
    if (units) expect(summary(source, languageId)).toEqual(units);
  });

  it.each(cases)('is the same with the line breaks of Windows: $line', ({ source }) => {
    const texts = summary(source.replaceAll('\n', '\r\n'), languageId);
    expect(texts).toEqual(summary(source, languageId));
  });

  it('has cases of its own, or the rules of a language that has', () => {
    const covered = LANGUAGE_IDS.filter((id) => CASES.some((one) => one.languageId === id));
    expect(covered.some((id) => LANGUAGES[id] === LANGUAGES[languageId])).toBe(true);
  });
});

function summary(source: string, languageId: string): string[] {
  return proseUnits(source, languageId).map(({ kind, text }) => `${kind}: ${text}`);
}

function withMarks(source: string, ranges: readonly ProseRange[]): string {
  const marks = ranges.flatMap(({ start, end }) => [
    { at: start, mark: '«' },
    { at: end, mark: '»' },
  ]);
  let text = '';
  let done = 0;
  for (const { at, mark } of marks.sort((a, b) => a.at - b.at)) {
    text += source.slice(done, at) + mark;
    done = at;
  }
  return text + source.slice(done);
}
