import { useMemo } from 'preact/hooks';
import type { MethodReport } from '../../core/comparison/comparison.js';
import { t } from '../l10n.js';
import { type ChartProps, Figure } from './figure.js';
import type { Pair } from './matrix.js';
import { nameOf } from './names.js';
import { percent } from './numbers.js';
import { reading } from './readings.js';

const SIDE = 190;
const MARGIN = 14;
/** More points than this get no numbers. */
const MOST_NUMBERED = 40;

/** The sentences on a plane, one picture a method. */
export function Scatters({ comparison, onExport, marked }: ChartProps & { readonly marked: Pair | undefined }) {
  const { methods, texts } = comparison;
  return (
    <Figure
      id="projection"
      title={t('The sentences on a plane')}
      reading={reading.projection()}
      table={() => ({
        columns: [t('sentence'), t('text'), ...methods.flatMap(({ id }) => [`${nameOf(id)} x`, `${nameOf(id)} y`])],
        rows: texts.map((text, i) => [
          i + 1,
          text,
          ...methods.flatMap(({ projection }) => [...(projection.points[i] ?? [])]),
        ]),
      })}
      onExport={onExport}
    >
      <div class="multiples">
        {methods.map((method) => (
          <div key={method.id} class="multiple">
            <div class="caption" data-caption>
              {nameOf(method.id)}
            </div>
            <Scatter method={method} marked={marked} />
            <div class="value" data-caption>
              {t('{0} of the variance', percent(method.projection.shares[0] + method.projection.shares[1]))}
            </div>
          </div>
        ))}
      </div>
    </Figure>
  );
}

function Scatter({ method, marked }: { readonly method: MethodReport; readonly marked: Pair | undefined }) {
  const { points } = method.projection;
  const reach = Math.max(1e-12, ...points.map(([x, y]) => Math.max(Math.abs(x), Math.abs(y))));
  const at = (value: number) => SIDE / 2 + (value / reach) * (SIDE / 2 - MARGIN);
  const all = useMemo(
    () =>
      points.map(([x, y], i) => (
        <Dot key={i} x={at(x)} y={at(-y)} label={points.length > MOST_NUMBERED ? '' : `${i + 1}`} />
      )),
    [points],
  );
  const [from, to] = (marked ?? []).map((place) => points[place]);
  return (
    <svg
      class="scatter"
      width={SIDE}
      height={SIDE}
      role="img"
      aria-label={t('Sentences on a plane, by {0}', nameOf(method.id))}
    >
      <line class="axis" x1={SIDE / 2} x2={SIDE / 2} y1="0" y2={SIDE} />
      <line class="axis" x1="0" x2={SIDE} y1={SIDE / 2} y2={SIDE / 2} />
      {from && to && <line class="whisker" x1={at(from[0])} y1={at(-from[1])} x2={at(to[0])} y2={at(-to[1])} />}
      {all}
      {marked?.map((place) => {
        const [x, y] = points[place] ?? [0, 0];
        return <Dot key={place} x={at(x)} y={at(-y)} label={`${place + 1}`} isMarked />;
      })}
    </svg>
  );
}

interface DotProps {
  readonly x: number;
  readonly y: number;
  readonly label: string;
  readonly isMarked?: boolean;
}

function Dot({ x, y, label, isMarked = false }: DotProps) {
  return (
    <g>
      <circle class={isMarked ? 'point marked' : 'point'} cx={x} cy={y} r={isMarked ? 5 : 3} />
      {label && (
        <text class="small" x={x + 5} y={y - 4}>
          {label}
        </text>
      )}
    </g>
  );
}
