import { unparse } from 'papaparse';
import type { Comparison, MethodReport } from './comparison.js';
import { pairCount, place } from './condensed.js';
import { difference, findings, ranked } from './findings.js';

/** A table of any chart: its twin for readers and files. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/** RFC 4180, with CRLF. What a spreadsheet would take for a formula gets an apostrophe in front (OWASP, CSV Injection). */
export function csv({ columns, rows }: Table): string {
  const data = rows.map((row) => [...row]);
  return `${unparse({ fields: [...columns], data }, { escapeFormulae: /^(?!-?\d+(\.\d+)?$)[=+\-@\t\r]/ })}\r\n`;
}

/** GitHub's tables; bars and line breaks in cells are escaped. */
export function markdown({ columns, rows }: Table): string {
  const line = (cells: readonly (string | number)[]) => `| ${cells.map(cell).join(' | ')} |`;
  const rule = columns.map((_, i) => (typeof rows[0]?.[i] === 'number' ? '--:' : '---'));
  return `${[line(columns), `| ${rule.join(' | ')} |`, ...rows.map(line)].join('\n')}\n`;
}

/**
 * Every method with its numbers, best first.
 * @param other whose Spearman is taken from each method's, the best one's when left out
 */
export function methodTable(comparison: Comparison, other = findings(comparison).best?.method): Table {
  const hasGold = comparison.methods.some(({ gold }) => gold);
  const less = other && `Spearman less ${other.id}`;
  return {
    columns: [
      'method',
      'dimensions',
      ...(hasGold ? ['Spearman', 'low', 'high', 'Pearson'] : []),
      ...(less ? [less, `${less}, low`, `${less}, high`] : []),
      'mean cosine of random pairs',
      'spread',
      'top component',
      'IsoScore',
    ],
    rows: ranked(comparison.methods).map((method) => {
      const { id, dimensions, gold, background } = method;
      const { meanCosine, spread, topShare, isoScore } = background;
      const away = other && difference(method, other);
      const agreement = [gold?.spearman.value, gold?.spearman.low, gold?.spearman.high, gold?.pearson.value];
      const numbers = [
        ...(hasGold ? agreement : []),
        ...(other ? [away?.value, away?.low, away?.high] : []),
        ...[meanCosine, spread, topShare, isoScore],
      ];
      return [id, dimensions, ...numbers.map((value) => number(value))];
    }),
  };
}

/** Every pair with the cosine and the percentile of each method. */
export function pairTable({ texts, pairs, methods }: Comparison): Table {
  const two = pairs?.filter(({ i, j }) => i !== j) ?? [];
  const gold = new Map(two.map(({ i, j, gold: score }) => [place(i, j, texts.length), score]));
  const names = methods.flatMap(({ id }) => [`${id} cosine`, `${id} percentile`]);
  const rows: (string | number)[][] = [];
  for (let i = 0, at = 0; i < texts.length; i++) {
    for (let j = i + 1; j < texts.length; j++, at++) {
      const values = methods.flatMap((it) => [number(it.cosines[at], 6), number(it.percentiles[at], 2)]);
      rows.push([i + 1, j + 1, texts[i] as string, texts[j] as string, number(gold.get(at)), ...values]);
    }
  }
  return { columns: ['first', 'second', 'first text', 'second text', 'gold', ...names], rows };
}

/** Everything, as plain JSON: typed arrays as lists, and null where there is no number. */
export function comparisonJson(comparison: Comparison): unknown {
  const { texts, methods } = comparison;
  const { best } = findings(comparison);
  const report = ({ cosines, percentiles, ...rest }: MethodReport) => ({
    ...rest,
    cosines: Array.from(cosines, (value) => rounded(value, 6)),
    percentiles: Array.from(percentiles, (value) => rounded(value, 2)),
  });
  const lead = best && { method: best.method.id, next: best.next?.id, isClear: best.isClear };
  return {
    ...comparison,
    pairsPerMethod: pairCount(texts.length),
    methods: methods.map(report),
    ...(lead && { best: lead }),
  };
}

function cell(value: string | number): string {
  return String(value)
    .replace(/[\\|`*_<>[\]]/g, '\\$&')
    .replace(/\s+/g, ' ');
}

/** The way to a webview makes null of NaN. */
function number(value: number | undefined, digits = 4): number | string {
  return value === undefined || !Number.isFinite(value) ? '' : rounded(value, digits);
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
