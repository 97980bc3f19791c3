import { decimal } from './numbers.js';

/** In pixels: of a matrix, and what the numbers beside it take. */
export const SIDE = 190;
const ROOM = 26;

/** Steps between numbers, and how many numbers there is room for beside the 1. */
const STEPS = [1, 2, 5, 10, 20, 50, 100];
const MOST = 7;

/** The numbers of sentences that stand beside a matrix of so many: 1, and the multiples of a round step. */
export function ticks(size: number): number[] {
  const step = STEPS.find((it) => size / it <= MOST) ?? Math.ceil(size / MOST);
  const round = Array.from({ length: Math.floor(size / step) }, (_, i) => (i + 1) * step);
  return round[0] === 1 ? round : [1, ...round];
}

/** Numbers of sentences, each in the middle of its row or column. */
export function Axis({ size, of }: { readonly size: number; readonly of: 'rows' | 'columns' }) {
  const middle = (number: number) => ((number - 0.5) / size) * SIDE;
  return of === 'rows' ? (
    <svg class="numbers" width={ROOM} height={SIDE} aria-hidden="true">
      {ticks(size).map((number) => (
        <text key={number} class="small faint" x={ROOM - 4} y={middle(number) + 4} text-anchor="end">
          {number}
        </text>
      ))}
    </svg>
  ) : (
    <svg class="numbers" width={SIDE} height="15" aria-hidden="true">
      {ticks(size).map((number) => (
        <text key={number} class="small faint" x={middle(number)} y="11" text-anchor="middle">
          {number}
        </text>
      ))}
    </svg>
  );
}

/** Values under a chart of bars. */
export function ValueAxis({
  values,
  x,
}: {
  readonly values: readonly number[];
  readonly x: (value: number) => number;
}) {
  return (
    <>
      {values.map((value) => (
        <text key={value} x={x(value)} y="16" text-anchor="middle">
          {decimal(value, 1)}
        </text>
      ))}
    </>
  );
}
