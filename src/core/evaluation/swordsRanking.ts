import { formsOf, INFLECTIONS } from '../methods/inflection.js';
import { inLetterCase, letterCaseOf } from '../methods/letterCase.js';
import { blend, SIGNALS, type Signal, type Signals, type SignalWeights } from '../methods/replaceSignals.js';
import { averagePrecision } from './averagePrecision.js';
import { bootstrapDifference, bootstrapMean, type Estimate } from './bootstrap.js';
import type { SwordsTarget } from './swords.js';

/** A target, and what is known of its substitutes in its place. */
export interface JudgedTarget {
  readonly contextId: string;
  /** For each substitute its weight, and the signals of each of its forms that can stand there. */
  readonly substitutes: readonly { readonly weight: number; readonly forms: readonly Signals[] }[];
}

export interface SubstituteForm {
  /** Which substitute of the target. */
  readonly substitute: number;
  readonly text: string;
}

/**
 * The substitutes as they would be written in place of the target: the benchmark has lemmas, the target its inflection
 * and capitals. Of several words, a verb's first is inflected, and any other's last. A verb in the past gives two forms
 * when its past and participle differ.
 */
export function substituteForms({ text, span, lemma, pos, substitutes }: SwordsTarget): SubstituteForm[] {
  const word = text.slice(span.start, span.end);
  const lower = word.toLowerCase();
  const inflections = lower === lemma ? [] : INFLECTIONS.filter((it) => formsOf(lemma, it).includes(lower));
  return substitutes.flatMap((substitute, i) => {
    const words = substitute.text.split(' ');
    const head = pos === 'VERB' ? 0 : words.length - 1;
    const forms = inflections.flatMap((it) => formsOf(words[head] as string, it));
    const texts = forms.length > 0 ? forms.map((form) => words.with(head, form).join(' ')) : [substitute.text];
    return [...new Set(texts)].map((form) => ({ substitute: i, text: inLetterCase(form, letterCaseOf(word)) }));
  });
}

/** @param signals of each of the forms; undefined for one that cannot stand there */
export function judgedTarget(
  { contextId, substitutes }: SwordsTarget,
  forms: readonly SubstituteForm[],
  signals: readonly (Signals | undefined)[],
): JudgedTarget {
  const known = substitutes.map(({ weight }) => ({ weight, forms: [] as Signals[] }));
  for (const [i, { substitute }] of forms.entries()) {
    const own = signals[i];
    if (own) known[substitute]?.forms.push(own);
  }
  return { contextId, substitutes: known };
}

/**
 * Generalised average precision of the ranking that `score` makes: that of a substitute is the best of its forms', and
 * those without one come last. Substitutes with the same score keep their order.
 * @returns NaN when nobody accepts any of them
 */
export function rankingPrecision({ substitutes }: JudgedTarget, score: (signals: Signals) => number): number {
  const scored = substitutes.map(({ weight, forms }) => ({ weight, score: Math.max(...forms.map(score)) }));
  return averagePrecision(scored.sort((a, b) => compare(b.score, a.score)).map(({ weight }) => weight));
}

/** -Infinity equals itself, which a difference would not say. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

export interface RankingSummary {
  /** Targets with a substitute that somebody accepts. */
  readonly targets: number;
  /** Generalised average precision, mean over the targets; of [0, 1]. */
  readonly blend: Estimate;
  readonly plain: Estimate;
  readonly blendMinusPlain: Estimate;
  /** By each signal alone; `tokens` ranks the shortest first. */
  readonly alone: Readonly<Record<Signal, Estimate>>;
  /** The blend without one signal, less the blend with it: for those that have a weight. */
  readonly without: Readonly<Partial<Record<Signal, Estimate>>>;
}

export function summariseRanking(
  targets: readonly JudgedTarget[],
  weights: SignalWeights,
  seed: number,
): RankingSummary {
  const counted = targets.filter(({ substitutes }) => substitutes.some(({ weight }) => weight > 0));
  const by = (score: (signals: Signals) => number) => counted.map((target) => rankingPrecision(target, score));
  const byBlend = by((signals) => blend(signals, weights));
  const byOne = (name: Signal) => by((signals) => (name === 'tokens' ? -signals.tokens : signals[name]));
  const mean = (values: readonly number[]) => bootstrapMean(values, { seed });
  const less = (a: readonly number[], b: readonly number[]) => bootstrapDifference(a, b, { seed });
  const weighted = SIGNALS.filter((name) => weights[name] !== 0);
  return {
    targets: counted.length,
    blend: mean(byBlend),
    plain: mean(byOne('plain')),
    blendMinusPlain: less(byBlend, byOne('plain')),
    alone: Object.fromEntries(SIGNALS.map((name) => [name, mean(byOne(name))])) as Record<Signal, Estimate>,
    without: Object.fromEntries(
      weighted.map((name) => [
        name,
        less(
          by((signals) => blend(signals, { ...weights, [name]: 0 })),
          byBlend,
        ),
      ]),
    ),
  };
}
