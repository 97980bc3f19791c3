import { methodTable } from '../../core/comparison/writers.js';
import { t } from '../l10n.js';
import { ValueAxis } from './axis.js';
import { type ChartProps, Figure } from './figure.js';
import { nameOf } from './names.js';
import { decimal, percent } from './numbers.js';
import { reading } from './readings.js';

const WIDTH = 320;
const ROW = 30;

/** How each method spreads sentences that have nothing to do with each other. */
export function Background({ comparison, onExport }: ChartProps) {
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
          <ValueAxis values={[0, 0.5, 1]} x={x} />
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
