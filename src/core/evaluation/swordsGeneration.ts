import { formsOf, INFLECTIONS, lemmasOf } from '../methods/inflection.js';
import { bootstrapMean, type Estimate } from './bootstrap.js';
import type { SwordsTarget } from './swords.js';

/** Acceptable: more than half of the annotators accept it. Conceivable: one in ten at least. As in SWORDS. */
const LEVELS = { acceptable: 0.5 + 1e-4, conceivable: 0.1 } as const;
type Level = keyof typeof LEVELS;
/** So many answers count for F. */
const TOP = 10;

/** How good the answers to one target are. */
export interface JudgedAnswers {
  /** For each answer the share of annotators that accept it; undefined when the benchmark does not know it. */
  readonly weights: readonly (number | undefined)[];
  /** Weights of all substitutes that it knows. */
  readonly known: readonly number[];
  /** How many answers are the target again, or a form of it. */
  readonly copies: number;
}

/** @param answers best first, as they would be written */
export function judgedAnswers(
  { text, span, lemma, substitutes }: SwordsTarget,
  answers: readonly string[],
): JudgedAnswers {
  const weights = new Map(substitutes.map((substitute) => [substitute.text, substitute.weight]));
  const target = text.slice(span.start, span.end).toLowerCase();
  const lemmas = answers.map((answer) => {
    const lower = answer.toLowerCase();
    const isLemma = (word: string) => word === lemma || weights.has(word);
    return [lower, ...INFLECTIONS.flatMap((inflection) => lemmasOf(lower, inflection, isLemma))];
  });
  const forms = [target, lemma, ...INFLECTIONS.flatMap((inflection) => formsOf(lemma, inflection))];
  return {
    weights: lemmas.map((own) => {
      const found = own.map((word) => weights.get(word)).filter((weight) => weight !== undefined);
      return found.length > 0 ? Math.max(...found) : undefined;
    }),
    known: substitutes.map(({ weight }) => weight),
    copies: lemmas.filter((own) => own.some((word) => forms.includes(word))).length,
  };
}

export interface GenerationSummary {
  readonly targets: number;
  /** Share of the targets whose first answer is acceptable, conceivable; what the benchmark does not know is wrong. */
  readonly first: Readonly<Record<Level, Estimate>>;
  /** The same of the first answer that it knows. */
  readonly firstKnown: Readonly<Record<Level, Estimate>>;
  /** F of the first ten answers, `strict`; and of the first ten that the benchmark knows, `lenient`. */
  readonly f10: Readonly<Record<'strict' | 'lenient', Readonly<Record<Level, number>>>>;
  /** Share of all answers that are the target again, or a form of it. */
  readonly copies: number;
}

export function summariseGeneration(targets: readonly JudgedAnswers[], seed: number): GenerationSummary {
  const onlyKnown = targets.map((it) => ({ ...it, weights: it.weights.filter((weight) => weight !== undefined) }));
  const first = (of: readonly JudgedAnswers[]) =>
    byLevel((level) =>
      bootstrapMean(
        of.map(({ weights: [best = 0] }) => (best >= LEVELS[level] ? 1 : 0)),
        { seed },
      ),
    );
  const answers = targets.reduce((sum, { weights }) => sum + weights.length, 0);
  return {
    targets: targets.length,
    first: first(targets),
    firstKnown: first(onlyKnown),
    f10: { strict: byLevel((level) => f(targets, level)), lenient: byLevel((level) => f(onlyKnown, level)) },
    copies: targets.reduce((sum, { copies }) => sum + copies, 0) / answers,
  };
}

/** Of all targets together, as SWORDS does it; 0 when nothing is right. */
function f(targets: readonly JudgedAnswers[], level: Level): number {
  const isGood = (weight = 0) => weight >= LEVELS[level];
  const sum = (count: (target: JudgedAnswers) => number) => targets.reduce((total, it) => total + count(it), 0);
  const right = sum(({ weights }) => weights.slice(0, TOP).filter(isGood).length);
  const given = sum(({ weights }) => Math.min(TOP, weights.length));
  const possible = sum(({ known }) => Math.min(TOP, known.filter(isGood).length));
  return right === 0 ? 0 : (2 * right) / (given + possible);
}

function byLevel<T>(value: (level: Level) => T): Record<Level, T> {
  return { acceptable: value('acceptable'), conceivable: value('conceivable') };
}
