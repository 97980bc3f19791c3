import type { Comparison } from '../../core/comparison/comparison.js';
import { place } from '../../core/comparison/condensed.js';
import { pairTable } from '../../core/comparison/writers.js';
import type { PoolExport } from '../../protocol/pool.js';
import { t } from '../l10n.js';
import { Axis } from './axis.js';
import { Figure } from './figure.js';
import { useOwnId } from './ids.js';
import { Key, Legend } from './legend.js';
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
      <Key />
      <div class="multiples">
        {methods.map((method) => (
          <div key={method.id} class="multiple">
            <div class="caption" data-caption>
              {nameOf(method.id)}
            </div>
            <div class="framed">
              <Axis of="rows" size={texts.length} />
              <Matrix
                name={nameOf(method.id)}
                size={texts.length}
                values={scale === 'percentile' ? method.percentiles : method.cosines}
                domain={domain}
                marked={marked}
                onPoint={onPoint}
                onMark={onMark}
              />
              <Axis of="columns" size={texts.length} />
            </div>
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
