import { describe, expect, it } from 'vitest';
import { readSwords, type SwordsTarget } from '../../../../src/core/evaluation/swords.js';
import { judgedAnswers, summariseGeneration } from '../../../../src/core/evaluation/swordsGeneration.js';
import {
  type JudgedTarget,
  judgedTarget,
  rankingPrecision,
  substituteForms,
  summariseRanking,
} from '../../../../src/core/evaluation/swordsRanking.js';
import { halfOf, summariseTuning, tuneWeights } from '../../../../src/core/evaluation/swordsTuning.js';
import type { Signals } from '../../../../src/core/methods/replaceSignals.js';

const FILE = {
  contexts: { 'c:0a': { context: '😀 He walked home.' } },
  targets: {
    't:1': { context_id: 'c:0a', target: 'walked', offset: 5, pos: 'VERB', extra: { coinco_lemma: 'walk' } },
  },
  substitutes: {
    's:1': { target_id: 't:1', substitute: 'go' },
    's:2': { target_id: 't:1', substitute: 'take a stroll' },
    's:3': { target_id: 't:1', substitute: 'walk' },
    's:4': { target_id: 't:1', substitute: 'fly' },
  },
  substitute_labels: {
    's:1': ['TRUE', 'TRUE', 'FALSE', 'UNSURE'],
    's:2': ['FALSE', 'FALSE'],
    's:3': ['TRUE'],
    's:4': ['UNSURE', 'UNSURE'],
  },
};

describe('a file of the benchmark', () => {
  it('becomes targets; offsets count code points; who was unsure does not count', () => {
    expect(readSwords(FILE)).toEqual([
      {
        id: 't:1',
        contextId: 'c:0a',
        text: '😀 He walked home.',
        span: { start: 6, end: 12 },
        pos: 'VERB',
        lemma: 'walk',
        substitutes: [
          { text: 'go', weight: 2 / 3 },
          { text: 'take a stroll', weight: 0 },
        ],
      },
    ]);
  });

  const target = FILE.targets['t:1'];
  it.each([
    [[], /lacks a table/],
    [null, /lacks a table/],
    [{ ...FILE, contexts: [] }, /lacks a table/],
    [{ ...FILE, substitutes: { 's:1': 5 } }, /lacks a table/],
    [{ ...FILE, substitute_labels: undefined }, /lacks a table/],
    [{ ...FILE, targets: {} }, /no target/],
    [{ ...FILE, substitutes: { 's:1': { target_id: 't:1' } } }, /substitute s:1/],
    [{ ...FILE, targets: { 't:1': { ...target, offset: 4 } } }, /t:1 is not where/],
    [{ ...FILE, targets: { 't:1': { ...target, context_id: 'c:9' } } }, /t:1/],
  ])('is refused when it is something else: %#', (file, message) => {
    expect(() => readSwords(file)).toThrow(message);
    expect(() => readSwords(file)).toThrow(expect.objectContaining({ code: 'bad-request' }));
  });
});

const [walked] = readSwords(FILE) as [SwordsTarget];

describe('substitutes in place of the target', () => {
  it('take its inflection and capitals', () => {
    expect(substituteForms(walked)).toEqual([
      { substitute: 0, text: 'went' },
      { substitute: 0, text: 'gone' },
      { substitute: 1, text: 'took a stroll' },
      { substitute: 1, text: 'taken a stroll' },
    ]);
    const noun: SwordsTarget = {
      ...{ ...walked, text: 'Dogs bark', span: { start: 0, end: 4 }, lemma: 'dog', pos: 'NOUN' },
      substitutes: [{ text: 'guard animal', weight: 1 }],
    };
    expect(substituteForms(noun)).toEqual([{ substitute: 0, text: 'Guard animals' }]);
  });
});

const signals = (plain: number, word = 0): Signals => ({ plain, pair: 0, tokens: 1, word, rest: 0 });

describe('the ranking', () => {
  it('is by the best form of each; what cannot stand there is last', () => {
    const forms = substituteForms(walked);
    const target = judgedTarget(walked, forms, [signals(-9), signals(-1), signals(-5), undefined]);
    expect(target.substitutes.map((it) => it.forms.length)).toEqual([2, 1]);
    expect(rankingPrecision(target, ({ plain }) => plain)).toBe(1);
    const lost = judgedTarget(walked, forms, [undefined, undefined, signals(-5), undefined]);
    expect(rankingPrecision(lost, ({ plain }) => plain)).toBe(1 / 2);
  });

  /** `plain` says nothing of what is good; `word` does, but is small. */
  const targets = Array.from(
    { length: 24 },
    (_, t): JudgedTarget => ({
      contextId: `c:${(t % 16).toString(16)}`,
      substitutes: Array.from({ length: 6 }, (_it, i) => ({
        weight: i === t % 6 ? 1 : 0,
        forms: [signals(Math.sin(7 * t + 3 * i), i === t % 6 ? 0.2 : 0.1)],
      })),
    }),
  );
  const weights = { plain: 1, pair: 0, tokens: 0, word: 0, rest: 0 };

  it('is summed up with what each signal adds', () => {
    const { blend, plain, blendMinusPlain, alone, without } = summariseRanking(targets, { ...weights, word: 100 }, 1);
    expect([blend.value, alone.word.value]).toEqual([1, 1]);
    expect(plain.value).toBeLessThan(0.7);
    expect(blendMinusPlain.value).toBeCloseTo(1 - plain.value, 10);
    expect(blendMinusPlain.low).toBeGreaterThan(0);
    expect(without.word?.value).toBeCloseTo(plain.value - 1, 10);
    expect(Object.keys(without)).toEqual(['plain', 'word']);
  });

  it('is tuned on one half and measured on the other', () => {
    expect(halfOf('c:0a')).toBe(0);
    expect(halfOf('c:0b')).toBe(1);
    const tuned = tuneWeights(targets);
    expect(tuned.word).toBeGreaterThan(15);
    expect({ ...tuned, word: 0 }).toEqual(weights);
    const { halves, blendMinusPlain } = summariseTuning(targets, 1);
    expect(halves.map((half) => half.targets)).toEqual([12, 12]);
    expect(blendMinusPlain.value).toBeGreaterThan(0.3);
  });

  it('leaves weights alone that do not help', () => {
    const blind = targets.map((target) => ({
      ...target,
      substitutes: target.substitutes.map((it) => ({ ...it, forms: [signals(it.weight)] })),
    }));
    expect(tuneWeights(blind)).toEqual(weights);
  });
});

describe('own answers', () => {
  it('are looked up by their lemma; copies of the target are counted', () => {
    expect(judgedAnswers(walked, ['Went', 'flew', 'took a stroll', 'Walk', 'walking'])).toEqual({
      weights: [2 / 3, undefined, undefined, undefined, undefined],
      known: [2 / 3, 0],
      copies: 2,
    });
  });

  it('are summed up', () => {
    const good = { weights: [0.6, undefined, 0.2], known: [0.6, 0.2, 0], copies: 0 };
    const bad = { weights: [undefined, 0.2], known: [0.2, 0], copies: 1 };
    const { first, firstKnown, f10, copies } = summariseGeneration([good, bad], 1);
    expect([first.acceptable.value, first.conceivable.value]).toEqual([0.5, 0.5]);
    expect([firstKnown.acceptable.value, firstKnown.conceivable.value]).toEqual([0.5, 1]);
    expect(f10.strict.acceptable).toBeCloseTo((2 * 1) / (5 + 1), 12);
    expect(f10.strict.conceivable).toBeCloseTo((2 * 3) / (5 + 3), 12);
    expect(f10.lenient.conceivable).toBeCloseTo((2 * 3) / (3 + 3), 12);
    expect(copies).toBe(1 / 5);
  });
});
