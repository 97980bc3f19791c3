import type { StageResult } from './stages/stage.js';

/** One row of the table at the end of `npm test`. */
export interface Row extends StageResult {
  readonly title: string;
  readonly seconds: number;
}

/** The table of the stages, what was not run and what failed by name, and as the last line the sums. */
export function summary(rows: readonly Row[]): string {
  const lines = [
    '',
    `${'stage'.padEnd(14)}${column('passed')}${column('failed')}${column('not run')}${column('seconds')}`,
  ];
  for (const row of rows) {
    const numbers = [row.passed, row.failed.length, row.notRun.length, row.seconds.toFixed(1)];
    lines.push(row.title.padEnd(14) + numbers.map(column).join(''));
  }
  const list = (title: string, names: readonly string[]) => {
    if (names.length > 0) lines.push('', title, ...names.map((name) => `  ${name}`));
  };
  const notRun = rows.flatMap((row) => row.notRun);
  list('Not run:', notRun);
  list(
    'Failed:',
    rows.flatMap((row) => row.failed),
  );
  const passed = rows.reduce((sum, row) => sum + row.passed, 0);
  const skipped = notRun.length > 0 ? `, ${notRun.length} skipped` : '';
  lines.push('', `${passed} passed, ${failures(rows)} failed${skipped}`);
  return lines.join('\n');
}

/** How many tests failed in all stages. */
export function failures(rows: readonly StageResult[]): number {
  return rows.reduce((sum, row) => sum + row.failed.length, 0);
}

function column(value: string | number): string {
  return String(value).padStart(9);
}
