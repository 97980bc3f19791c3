import type { Comparison, MethodReport } from '../../core/comparison/comparison.js';
import { findings, ranked } from '../../core/comparison/findings.js';
import { methodTable } from '../../core/comparison/writers.js';
import type { PoolExport } from '../../protocol/pool.js';
import { t } from '../l10n.js';
import { Figure } from './figure.js';
import { nameOf } from './names.js';
import { decimal, percent } from './numbers.js';
import { reading } from './readings.js';

export interface MethodsProps {
  readonly comparison: Comparison;
  readonly onExport: (request: PoolExport) => void;
}

const WIDTH = 320;
const ROW = 30;

/** With gold scores: how well each method agrees with people, best first, losses by whitening and the like marked. */
export function Agreement({ comparison, onExport }: MethodsProps) {
  const methods = ranked(comparison.methods).filter(({ gold }) => gold);
  if (methods.length === 0) return null;
  const winner = findings(comparison).best;
  const isBest = (row: number) => row === 0 && winner?.isClear === true;
  const low = Math.min(0, ...methods.map(({ gold }) => gold?.spearman.low ?? 0));
  const x = (value: number) => ((value - low) / (1 - low)) * WIDTH;
  return (
    <Figure
      id="agreement"
      title={t('Agreement with the gold scores')}
      reading={reading.spearman()}
      table={() => methodTable(comparison)}
      onExport={onExport}
    >
      <svg
        width={WIDTH + 500}
        height={methods.length * ROW + 24}
        role="img"
        aria-label={t(
          'Spearman of each method, best first: {0}',
          methods.map((it) => `${nameOf(it.id)} ${decimal(it.gold?.spearman.value)}`).join('; '),
        )}
      >
        {methods.map((method, row) => (
          <g key={method.id} transform={`translate(220 ${row * ROW})`}>
            <text class={isBest(row) ? 'strong' : ''} x="-10" y="20" text-anchor="end">
              {nameOf(method.id)}
            </text>
            <Bar method={method} x={x} isBest={isBest(row)} />
            <text x={WIDTH + 10} y="20">
              {`${decimal(method.gold?.spearman.value)} [${decimal(method.gold?.spearman.low)}, ${decimal(method.gold?.spearman.high)}]`}
            </text>
            <Change method={method} methods={comparison.methods} />
          </g>
        ))}
        <g transform={`translate(220 ${methods.length * ROW})`}>
          <line class="axis" x1={x(0)} x2={x(0)} y1={-methods.length * ROW} y2="0" />
          {[-1, -0.5, 0, 0.5, 1]
            .filter((value) => value >= low)
            .map((value) => (
              <text key={value} x={x(value)} y="16" text-anchor="middle">
                {decimal(value, 1)}
              </text>
            ))}
        </g>
      </svg>
    </Figure>
  );
}

function Bar({ method, x, isBest }: { method: MethodReport; x: (value: number) => number; isBest: boolean }) {
  const { value = 0, low = 0, high = 0 } = method.gold?.spearman ?? {};
  return (
    <>
      <rect
        class={isBest ? 'bar best' : 'bar'}
        x={Math.min(x(0), x(value))}
        y="7"
        width={Math.abs(x(value) - x(0))}
        height="16"
      />
      <line class="whisker" x1={x(low)} x2={x(high)} y1="15" y2="15" />
      <line class="whisker" x1={x(low)} x2={x(low)} y1="11" y2="19" />
      <line class="whisker" x1={x(high)} x2={x(high)} y1="11" y2="19" />
    </>
  );
}

/** What a treatment changed against the same method without it. */
function Change({ method, methods }: { method: MethodReport; methods: readonly MethodReport[] }) {
  const [base, treatment] = method.id.split('+');
  const before = treatment === undefined ? undefined : methods.find(({ id }) => id === base)?.gold;
  if (!before || !method.gold) return null;
  const change = method.gold.spearman.value - before.spearman.value;
  const text = change < 0 ? t('loses {0}', decimal(-change)) : t('gains {0}', decimal(change));
  return (
    <text class={change < 0 ? 'loss' : 'gain'} x={WIDTH + 165} y="20">
      {text}
    </text>
  );
}

/** How each method spreads sentences that have nothing to do with each other. */
export function Background({ comparison, onExport }: MethodsProps) {
  const { methods } = comparison;
  const low = Math.min(0, ...methods.map(({ background }) => background.quantiles[0] ?? 0));
  const x = (value: number) => ((value - low) / (1 - low)) * WIDTH;
  const left = 220;
  return (
    <Figure
      id="background"
      title={t('What two unrelated sentences get')}
      reading={reading.boxes()}
      table={() => methodTable(comparison)}
      onExport={onExport}
    >
      <svg
        width={WIDTH + left + 330}
        height={methods.length * ROW + 44}
        role="img"
        aria-label={t(
          'Cosines of random pairs by method: {0}',
          methods.map((it) => `${nameOf(it.id)} ${decimal(it.background.meanCosine)}`).join('; '),
        )}
      >
        <g class="head">
          <text x={left + WIDTH / 2} y="14" text-anchor="middle">
            {t('cosine of random pairs')}
          </text>
          {[t('mean'), t('spread'), t('top'), 'IsoScore'].map((name, c) => (
            <text key={name} x={left + WIDTH + 60 + c * 72} y="14" text-anchor="end">
              {name}
            </text>
          ))}
        </g>
        {methods.map(({ id, background }, row) => {
          const [p5 = 0, p25 = 0, p50 = 0, p75 = 0, p95 = 0] = background.quantiles;
          const cells = [
            decimal(background.meanCosine),
            decimal(background.spread),
            percent(background.topShare),
            decimal(background.isoScore),
          ];
          return (
            <g key={id} transform={`translate(${left} ${20 + row * ROW})`}>
              <text x="-10" y="20" text-anchor="end">
                {nameOf(id)}
              </text>
              <line class="whisker" x1={x(p5)} x2={x(p95)} y1="15" y2="15" />
              <rect class="bar" x={x(p25)} y="7" width={Math.max(1, x(p75) - x(p25))} height="16" />
              <line class="median" x1={x(p50)} x2={x(p50)} y1="5" y2="25" />
              {cells.map((text, c) => (
                <text key={c} x={WIDTH + 60 + c * 72} y="20" text-anchor="end">
                  {text}
                </text>
              ))}
            </g>
          );
        })}
        <g transform={`translate(${left} ${20 + methods.length * ROW})`}>
          {[0, 0.5, 1].map((value) => (
            <text key={value} x={x(value)} y="16" text-anchor="middle">
              {decimal(value, 1)}
            </text>
          ))}
        </g>
      </svg>
      <ul class="readings">
        <li>{reading.meanCosine()}</li>
        <li>{reading.spread()}</li>
        <li>{reading.topShare()}</li>
        <li>{reading.isoScore()}</li>
      </ul>
    </Figure>
  );
}
