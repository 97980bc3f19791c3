import type { Comparison, MethodReport } from '../../core/comparison/comparison.js';
import { difference, findings, isClear, ranked } from '../../core/comparison/findings.js';
import { methodTable } from '../../core/comparison/writers.js';
import type { Estimate } from '../../core/evaluation/bootstrap.js';
import { t } from '../l10n.js';
import { ValueAxis } from './axis.js';
import { type ChartProps, Figure } from './figure.js';
import { nameOf } from './names.js';
import { decimal, signed } from './numbers.js';
import { reading } from './readings.js';

export interface AgreementProps extends ChartProps {
  /** Id of the method that the others are held against; the best one when it is not there. */
  readonly against: string | undefined;
  readonly onAgainst: (id: string | undefined) => void;
}

/** Of the bars; then where each column begins. */
const WIDTH = 240;
const LEFT = 220;
const COLUMNS = { spearman: 10, away: 160, gain: 330 };
const HEAD = 24;
const ROW = 30;

/** With gold scores: how well each method agrees with people, best first, and what lies between them. */
export function Agreement({ comparison, onExport, against, onAgainst }: AgreementProps) {
  const methods = ranked(comparison.methods).filter(({ gold }) => gold);
  const { best } = findings(comparison);
  if (!best) return null;
  const other = methods.find(({ id }) => id === against) ?? best.method;
  const isBest = (row: number) => row === 0 && best.isClear;
  const ends = methods.flatMap(({ gold }) => [gold?.spearman.low ?? 0, gold?.spearman.value ?? 0]);
  const low = Math.min(0, ...ends.filter(Number.isFinite));
  const x = (value: number) => ((value - low) / (1 - low)) * WIDTH;
  return (
    <Figure
      id="agreement"
      title={t('Agreement with the gold scores')}
      reading={reading.spearman()}
      table={() => methodTable(comparison, other)}
      onExport={onExport}
    >
      <label class="controls">
        {t('Hold all methods against')}
        <select
          value={other === best.method ? '' : other.id}
          onChange={({ currentTarget }) => onAgainst(currentTarget.value || undefined)}
        >
          <option value="">{t('the best one here: {0}', nameOf(best.method.id))}</option>
          {methods
            .filter((it) => it !== best.method)
            .map(({ id }) => (
              <option key={id} value={id}>
                {nameOf(id)}
              </option>
            ))}
        </select>
      </label>
      <svg
        width={LEFT + WIDTH + 560}
        height={HEAD + methods.length * ROW + 24}
        role="img"
        aria-label={t('Spearman of each method, best first: {0}', methods.map(spoken).join('; '))}
      >
        <g class="head" transform={`translate(${LEFT + WIDTH} 0)`}>
          <text x={COLUMNS.spearman} y="14">
            Spearman
          </text>
          <text x={COLUMNS.away} y="14">
            {other === best.method ? t('difference to the best') : t('difference to the chosen one')}
          </text>
          <text x={COLUMNS.gain} y="14">
            {t('by its treatment')}
          </text>
        </g>
        {methods.map((method, row) => (
          <g key={method.id} transform={`translate(${LEFT} ${HEAD + row * ROW})`}>
            <text class={isBest(row) ? 'strong' : ''} x="-10" y="20" text-anchor="end">
              {nameOf(method.id)}
            </text>
            <Bar method={method} x={x} isBest={isBest(row)} />
            <g transform={`translate(${WIDTH} 0)`}>
              <text x={COLUMNS.spearman} y="20">
                {`${decimal(method.gold?.spearman.value)} ${interval(method.gold?.spearman)}`}
              </text>
              <Away method={method} other={other} />
              <Gain method={method} methods={methods} />
            </g>
          </g>
        ))}
        <g transform={`translate(${LEFT} ${HEAD + methods.length * ROW})`}>
          <line class="axis" x1={x(0)} x2={x(0)} y1={-methods.length * ROW} y2="0" />
          <ValueAxis values={[-1, -0.5, 0, 0.5, 1].filter((value) => value >= low)} x={x} />
        </g>
      </svg>
      <ul class="readings">
        <li>{reading.difference()}</li>
        <li>{reading.gain()}</li>
      </ul>
    </Figure>
  );
}

function Bar({ method, x, isBest }: { method: MethodReport; x: (value: number) => number; isBest: boolean }) {
  const { value = 0, low = Number.NaN, high = Number.NaN } = method.gold?.spearman ?? {};
  return (
    <>
      <rect
        class={isBest ? 'bar best' : 'bar'}
        x={Math.min(x(0), x(value))}
        y="7"
        width={Math.abs(x(value) - x(0))}
        height="16"
      />
      {Number.isFinite(low) && <path class="whisker" d={`M${x(low)} 15H${x(high)}M${x(low)} 11v8M${x(high)} 11v8`} />}
    </>
  );
}

/** What lies between a method and the one that all are held against; strong where that is clear. */
function Away({ method, other }: { readonly method: MethodReport; readonly other: MethodReport }) {
  const away = method === other ? undefined : difference(method, other);
  return (
    <text class={isClear(away) ? 'strong' : ''} x={COLUMNS.away} y="20">
      {away ? `${signed(away.value)} ${interval(away)}` : '–'}
    </text>
  );
}

/** What a treatment changed against the same pooling without it. */
function Gain({ method, methods }: { readonly method: MethodReport; readonly methods: Comparison['methods'] }) {
  const [base, treatment] = method.id.split('+');
  const before = treatment === undefined ? undefined : methods.find(({ id }) => id === base);
  const change = before && difference(method, before);
  if (!change) return null;
  const name = nameOf(base ?? '');
  return (
    <text class={change.value < 0 ? 'loss' : 'gain'} x={COLUMNS.gain} y="20">
      {change.value < 0
        ? t('loses {0} against “{1}”', decimal(-change.value), name)
        : t('gains {0} over “{1}”', decimal(change.value), name)}
    </text>
  );
}

/** Of too few pairs there is none. */
function interval(estimate: Estimate | undefined): string {
  return Number.isFinite(estimate?.low) ? `[${decimal(estimate?.low)}, ${decimal(estimate?.high)}]` : '';
}

function spoken({ id, gold }: MethodReport): string {
  return `${nameOf(id)} ${decimal(gold?.spearman.value)}`;
}
