import type { Comparison, MethodReport } from '../core/comparison/comparison.js';
import { place } from '../core/comparison/condensed.js';
import { difference, findings, ranked } from '../core/comparison/findings.js';
import type { Estimate } from '../core/evaluation/bootstrap.js';
import { short } from '../core/json.js';

const LISTED = 5;
/** Characters of a value with its interval. */
const ESTIMATE = '-0.123 [-0.123, -0.123]'.length;

/**
 * A comparison as tables for a terminal.
 * @param against id of the method that the others are held against, the best one's when left out
 */
export function comparisonTold(comparison: Comparison, against?: string): string {
  const { model, texts, sampledFrom, background, methods, split } = comparison;
  const { best } = findings(comparison);
  const other = methods.find(({ id }) => id === against) ?? best?.method;
  const pairs = disagreementsTold(comparison);
  return [
    ...methodsTold(methods),
    '',
    'random pairs: mean cosine of two unrelated sentences; near 1, all vectors point the same way.',
    'top component: share of the variance along one direction. IsoScore: 1 when all directions are used alike.',
    ...(best ? ['Spearman: agreement of ranks with the gold scores, with a bootstrap interval over pairs.'] : []),
    ...(other?.gold && methods.length > 1 ? ['', ...differencesTold(methods, other)] : []),
    ...(best?.next && !best.isClear ? [noWinner(best.method, best.next)] : []),
    ...(pairs.length > 0 ? ['', 'Where the methods disagree most, as percentiles among random pairs:', ...pairs] : []),
    '',
    `${model.name}, ${texts.length} sentences${sampledFrom === undefined ? '' : `, a sample of ${sampledFrom}`}; background of ${background.sentences}`,
    ...(split > 0 ? [`${split} longer than the model's window: pooled in parts, by token count`] : []),
    '',
  ].join('\n');
}

function methodsTold(methods: readonly MethodReport[]): string[] {
  const width = widthOf(methods);
  const hasGold = methods.some(({ gold }) => gold);
  const head = `${'method'.padEnd(width)}${hasGold ? `  ${'Spearman [95 %]'.padEnd(ESTIMATE)}  Pearson` : ''}  random pairs  spread  top component  IsoScore`;
  const rows = ranked(methods).map(({ id, gold, background: { meanCosine, spread, topShare, isoScore } }) => {
    const agreement = gold
      ? `  ${estimate(gold.spearman).padEnd(ESTIMATE)}  ${fixed(gold.pearson.value).padStart(7)}`
      : '';
    const share = `${(100 * topShare).toFixed(1)} %`;
    return `${id.padEnd(width)}${hasGold ? agreement.padEnd(ESTIMATE + 11) : ''}  ${fixed(meanCosine).padStart(12)}  ${fixed(spread).padStart(6)}  ${share.padStart(13)}  ${fixed(isoScore).padStart(8)}`;
  });
  return [head, ...rows];
}

/** What lies between each method and one of them. */
function differencesTold(methods: readonly MethodReport[], other: MethodReport): string[] {
  const width = widthOf(methods);
  const rows = ranked(methods).flatMap((method) => {
    const away = method === other ? undefined : difference(method, other);
    return away ? [`  ${method.id.padEnd(width)}  ${estimate(away)}`] : [];
  });
  return [`Spearman less that of ${other.id} [95 %], the same pairs drawn for both:`, ...rows];
}

function disagreementsTold({ disagreements, methods, texts }: Comparison): string[] {
  return disagreements.slice(0, LISTED).map(({ i, j, highest, lowest }) => {
    const at = place(i, j, texts.length);
    const side = (m: number) => `${methods[m]?.id} ${methods[m]?.percentiles[at]?.toFixed(0)}`;
    return `  ${side(highest)}, ${side(lowest)}: ${short(texts[i] as string, 50)} | ${short(texts[j] as string, 50)}`;
  });
}

function widthOf(methods: readonly MethodReport[]): number {
  return Math.max(...methods.map(({ id }) => id.length), 6);
}

function estimate(it: Estimate): string {
  return `${fixed(it.value)} ${Number.isFinite(it.low) ? `[${fixed(it.low)}, ${fixed(it.high)}]` : 'too few pairs'}`;
}

function noWinner(best: MethodReport, next: MethodReport): string {
  const lead = difference(best, next);
  return lead && Number.isFinite(lead.low)
    ? `No clear winner: ${best.id} less ${next.id} is ${estimate(lead)}, an interval that holds 0.`
    : `No clear winner: there are too few pairs to tell ${best.id} from ${next.id}.`;
}

function fixed(value: number): string {
  return value.toFixed(3).replace(/^-(?=0\.000$)/, '');
}
