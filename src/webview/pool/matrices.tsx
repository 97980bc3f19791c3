import type { Comparison } from '../../core/comparison/comparison.js';
import { place } from '../../core/comparison/condensed.js';
import { pairTable } from '../../core/comparison/writers.js';
import type { PoolExport } from '../../protocol/pool.js';
import { t } from '../l10n.js';
import { type Domain, gradientStops } from './colours.js';
import { Figure } from './figure.js';
import { useOwnId } from './ids.js';
import { Matrix, type Pair } from './matrix.js';
import { nameOf } from './names.js';
import { decimal, percentile } from './numbers.js';
import { reading } from './readings.js';

export type Scale = 'percentile' | 'cosine';

export interface MatricesProps {
  readonly comparison: Comparison;
  readonly scale: Scale;
  /** Of all cosines on the page. */
  readonly lowest: number;
  readonly marked: Pair | undefined;
  readonly onScale: (scale: Scale) => void;
  readonly onPoint: (pair: Pair | undefined) => void;
  readonly onMark: (pair: Pair) => void;
  readonly onExport: (request: PoolExport) => void;
}

/** Small multiples: one matrix a method, all on one scale of colours. */
export function Matrices({ comparison, scale, lowest, marked, onScale, onPoint, onMark, onExport }: MatricesProps) {
  const { methods, texts } = comparison;
  const group = useOwnId('scale');
  const domain = scale === 'percentile' ? { low: 0, high: 100 } : { low: Math.floor(lowest * 10) / 10, high: 1 };
  const at = marked && place(...marked, texts.length);
  const shown = (value: number | undefined) => (scale === 'percentile' ? percentile(value) : decimal(value));
  return (
    <Figure
      id="matrices"
      title={t('How alike each method finds every two sentences')}
      reading={scale === 'percentile' ? reading.percentile() : reading.cosine()}
      table={() => pairTable(comparison)}
      onExport={onExport}
    >
      <div class="controls">
        <fieldset class="choice">
          <legend>{t('Colour shows')}</legend>
          {(['percentile', 'cosine'] as const).map((value) => (
            <label key={value}>
              <input type="radio" name={group} checked={scale === value} onChange={() => onScale(value)} />
              {value === 'percentile' ? t('percentile') : t('raw cosine')}
            </label>
          ))}
        </fieldset>
        <Legend scale={scale} domain={domain} />
      </div>
      <div class="multiples">
        {methods.map((method) => (
          <div key={method.id} class="multiple">
            <div class="caption" data-caption>
              {nameOf(method.id)}
            </div>
            <Matrix
              name={nameOf(method.id)}
              size={texts.length}
              values={scale === 'percentile' ? method.percentiles : method.cosines}
              domain={domain}
              marked={marked}
              onPoint={onPoint}
              onMark={onMark}
            />
            <div class="value" data-caption>
              {at === undefined || !marked
                ? '\u00a0'
                : t(
                    'pair {0}, {1}: {2}',
                    marked[0] + 1,
                    marked[1] + 1,
                    shown((scale === 'percentile' ? method.percentiles : method.cosines)[at]),
                  )}
            </div>
          </div>
        ))}
      </div>
    </Figure>
  );
}

/** The lowest cosine of all methods: where the scale of raw cosines begins. */
export function lowestCosine({ methods }: Comparison): number {
  let low = 1;
  for (const { cosines } of methods) for (const value of cosines) if (value < low) low = value;
  return low;
}

function Legend({ scale, domain }: { readonly scale: Scale; readonly domain: Domain }) {
  const id = useOwnId('gradient');
  const stops = gradientStops();
  const shown = (value: number) => (scale === 'percentile' ? value.toFixed(0) : decimal(value, 1));
  const middle = (domain.low + domain.high) / 2;
  const label = scale === 'percentile' ? t('percentile among random pairs') : t('cosine');
  return (
    <svg
      class="legend"
      width="260"
      height="42"
      viewBox="0 0 260 42"
      role="img"
      aria-label={t(
        'Scale of colours: {0}, from {1} (dark) to {2} (bright)',
        label,
        shown(domain.low),
        shown(domain.high),
      )}
    >
      <defs>
        <linearGradient id={id}>
          {stops.map((colour, i) => (
            <stop key={colour} offset={i / (stops.length - 1)} stop-color={colour} />
          ))}
        </linearGradient>
      </defs>
      <text x="130" y="11" text-anchor="middle">
        {label}
      </text>
      <rect x="20" y="16" width="220" height="10" fill={`url(#${id})`} />
      {[domain.low, middle, domain.high].map((value, i) => (
        <text key={value} x={20 + 110 * i} y="39" text-anchor="middle">
          {shown(value)}
        </text>
      ))}
    </svg>
  );
}
