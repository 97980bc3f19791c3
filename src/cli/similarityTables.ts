import type { Similarities } from '../client/similarity.js';
import { groupedOrder } from '../core/vectors/order.js';
import { fitted } from './columns.js';

export interface SimilarPair {
  /** Numbers of the texts, from 1. */
  readonly a: number;
  readonly b: number;
  readonly cosine: number;
  readonly percentile: number;
  /** How many random pairs the percentile rests on. */
  readonly pairs: number;
}

export function pairsOf({ cosines, percentiles, pairs }: Similarities): SimilarPair[] {
  return cosines.flatMap((row, i) =>
    Array.from(row, (cosine, j) => ({
      a: i + 1,
      b: j + 1,
      cosine,
      percentile: percentiles[i]?.[j] ?? Number.NaN,
      pairs: pairs[i]?.[j] ?? 0,
    })).filter(({ b }) => b > i + 1),
  );
}

/** A line of a matrix: number, a cell for each text, and something of the text itself. */
const NUMBER = 4;
const CELL = 7;
const GAP = 3;
const LEAST_TEXT = 20;
const MOST_TEXT = 60;

/** Whether a matrix of so many texts can be printed in lines of `width` characters. */
export function fitsMatrix(texts: number, width: number): boolean {
  return textWidth(texts, width) >= LEAST_TEXT;
}

function textWidth(texts: number, width: number): number {
  return width - NUMBER - texts * CELL - GAP;
}

/**
 * Cosines below the diagonal and percentiles above it, in an order that shows groups.
 * @param isKnown false for texts about which nothing can be said
 */
export function matrixTold(
  texts: readonly string[],
  { cosines, percentiles }: Similarities,
  isKnown: (text: number) => boolean,
  width: number,
): string {
  const order = groupedOrder(cosines);
  const cell = (i: number, j: number, row: number, column: number) => {
    if (row === column) return '-';
    if (!isKnown(i) || !isKnown(j)) return '?';
    return row > column ? (cosines[i]?.[j] ?? 0).toFixed(3) : (percentiles[i]?.[j] ?? 0).toFixed(1);
  };
  const line = (number: string, cells: readonly string[], text: string) =>
    `${number.padStart(NUMBER)}${cells.map((it) => it.padStart(CELL)).join('')}${' '.repeat(GAP)}${text}`.trimEnd();
  const most = Math.min(MOST_TEXT, textWidth(texts.length, width));
  const numbers = order.map((i) => `${i + 1}`);
  const rows = order.map((i, row) => {
    const cells = order.map((j, column) => cell(i, j, row, column));
    return line(`${i + 1}`, cells, fitted(texts[i] as string, most));
  });
  return `Cosines below the diagonal, percentiles above\n${[line('', numbers, ''), ...rows].join('\n')}\n`;
}

/** The `top` pairs that are most alike, a line each. */
export function pairsTold(texts: readonly string[], pairs: readonly SimilarPair[], top: number, width: number): string {
  const shown = [...pairs].sort((one, other) => other.cosine - one.cosine).slice(0, top);
  const digits = `${texts.length}`.length;
  const each = Math.max(LEAST_TEXT, Math.floor((width - 'cosine  percentile'.length - 2 * (digits + 3)) / 2));
  const side = (number: number) => `${`${number}`.padStart(digits)} ${fitted(texts[number - 1] as string, each)}`;
  const rows = shown.map(({ a, b, cosine, percentile }) => {
    return `${cosine.toFixed(3).padStart(6)}  ${percentile.toFixed(1).padStart(10)}  ${side(a)}  ${side(b)}`.trimEnd();
  });
  const rest = `The ${shown.length} most alike of ${pairs.length} pairs; more with --top, all with --json.`;
  return `${['cosine  percentile', ...rows, '', rest].join('\n')}\n`;
}
