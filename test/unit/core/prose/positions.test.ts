import { setImmediate } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { type ProseUnit, proseAt, proseUnits } from '../../../../src/core/prose/index.js';
import { CASES, generator, LANGUAGE_IDS } from './fixtures.js';

/** Made of what documents of the language are made of, and of others, cut anywhere. */
function mixture(languageId: string, random: (below: number) => number): string {
  const own = CASES.filter((one) => one.languageId === languageId);
  const pieces = Array.from({ length: 1 + random(5) }, () => {
    const from = own.length > 0 && random(3) > 0 ? own : CASES;
    const { source } = from[random(from.length)] as { source: string };
    return random(2) === 0 ? source : source.slice(random(source.length), random(source.length) + 20);
  });
  return pieces.join(['\n', ' ', '', '\r\n', '\n\n'][random(5)]);
}

/** Lets the runner hear of what is done. */
beforeEach(async () => {
  await setImmediate();
});

describe.each(LANGUAGE_IDS)('positions in %s', (languageId) => {
  const random = generator(1 + LANGUAGE_IDS.indexOf(languageId));
  const texts = Array.from({ length: 60 }, () => mixture(languageId, random));

  it('map back exactly, and no stretch is prose twice', () => {
    for (const text of texts) {
      const taken = new Set<number>();
      let last = -1;
      for (const unit of proseUnits(text, languageId)) {
        expect(unit.start).toBeGreaterThanOrEqual(last);
        last = unit.start;
        checkUnit(unit, text);
        for (const { start, end } of unit.ranges) {
          for (let at = start; at < end; at++) {
            expect(taken.has(at), `${JSON.stringify(text)} at ${at}`).toBe(false);
            taken.add(at);
          }
        }
      }
    }
  });

  it('are found by looking at one place as by reading everything', () => {
    for (const text of texts.slice(0, 20)) {
      const units = proseUnits(text, languageId);
      for (let at = 0; at <= text.length; at++) {
        const expected = units.find((unit) => unit.fromSource(at) !== undefined);
        const found = proseAt(text, languageId, at);
        expect([found?.kind, found?.text, found?.start], `${JSON.stringify(text)} at ${at}`).toEqual([
          ...[expected?.kind, expected?.text, expected?.start],
        ]);
      }
    }
  });
});

function checkUnit(unit: ProseUnit, text: string): void {
  let end = 0;
  for (const part of unit.parts) {
    expect(part.start).toBeGreaterThanOrEqual(end);
    end = part.end;
  }
  for (const range of unit.ranges) {
    for (let at = range.start; at < range.end; at++) {
      const offset = unit.fromSource(at) as number;
      expect(unit.text[offset]).toBe(text[at]);
      expect(unit.toSource(offset)).toBe(at);
    }
  }
}

describe('proseAt', () => {
  it('holds the place where someone is writing', () => {
    for (const [languageId, text] of [
      ['javascript', 'f(); // The quick '],
      ['javascript', '/* The quick  */'.slice(0, 13)],
      ['markdown', '# A title\n\nThe quick '],
      ['plaintext', 'The quick '],
      ['latex', 'The quick '],
      ['python', '"""The quick '],
    ] as const) {
      const unit = proseAt(text, languageId, text.length);
      expect([languageId, unit?.text]).toEqual([languageId, 'The quick ']);
      expect(unit?.fromSource(text.length)).toBe('The quick '.length);
    }
    expect(proseAt('x = "The quick "', 'python', 15)?.text).toBe('The quick ');
  });

  it('is nothing in code, in markup and outside of the text', () => {
    expect(proseAt('let x = 1; // why', 'javascript', 5)).toBeUndefined();
    expect(proseAt('Call `f(x)` now', 'markdown', 8)).toBeUndefined();
    expect(proseAt('A text', 'plaintext', 99)).toBeUndefined();
    expect(proseAt('', 'plaintext', 0)).toBeUndefined();
  });
});
