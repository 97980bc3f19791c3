import { findings } from '../../core/comparison/findings.js';
import { t } from '../l10n.js';
import { type ChartProps, Figure } from './figure.js';
import { nameOf } from './names.js';
import { percent } from './numbers.js';
import { reading } from './readings.js';

const WIDTH = 380;
const HEIGHT = 200;
/** What is below is drawn here: 10^-5 of the variance. */
const DECADES = 5;

/** The eigenvalues before and after whitening, as shares of their sum, on a logarithmic scale. */
export function SpectrumChart({ comparison, onExport }: ChartProps) {
  const { whitening } = findings(comparison);
  const shown = whitening ? [whitening.before, whitening.after] : comparison.methods.slice(0, 1);
  const most = Math.max(...shown.map(({ background }) => background.spectrum.length));
  const x = (place: number) => (most > 1 ? (place / (most - 1)) * WIDTH : 0);
  const y = (share: number) => (-Math.max(-DECADES, Math.log10(Math.max(share, 1e-30))) / DECADES) * HEIGHT;
  const path = (spectrum: readonly number[]) =>
    spectrum.map((share, i) => `${i === 0 ? 'M' : 'L'}${x(i).toFixed(1)} ${y(share).toFixed(1)}`).join('');
  return (
    <Figure
      id="spectrum"
      title={t('Eigenvalues before and after whitening')}
      reading={reading.spectrum()}
      table={() => ({
        columns: [t('component'), ...shown.map(({ id }) => nameOf(id))],
        rows: Array.from({ length: most }, (_, i) => [
          i + 1,
          ...shown.map(({ background }) => background.spectrum[i] ?? ''),
        ]),
      })}
      onExport={onExport}
    >
      <svg
        width={WIDTH + 78}
        height={HEIGHT + 80}
        role="img"
        aria-label={shown
          .map(({ id, background }) =>
            t('{0}: the first component has {1} of the variance', nameOf(id), percent(background.spectrum[0] ?? 0, 1)),
          )
          .join('; ')}
      >
        <g transform="translate(64 12)">
          {Array.from({ length: DECADES + 1 }, (_, d) => (
            <g key={d}>
              <line class="axis" x1="0" x2={WIDTH} y1={(d / DECADES) * HEIGHT} y2={(d / DECADES) * HEIGHT} />
              <text x="-8" y={(d / DECADES) * HEIGHT + 4} text-anchor="end">
                {d <= 2 ? `${100 / 10 ** d} %` : `${(100 / 10 ** d).toFixed(d - 2)} %`}
              </text>
            </g>
          ))}
          {shown.map(({ id, background }, s) => (
            <path key={id} class={s === 0 ? 'line' : 'line second'} d={path(background.spectrum)} />
          ))}
          <text x="0" y={HEIGHT + 16}>
            1
          </text>
          <text x={WIDTH} y={HEIGHT + 16} text-anchor="end">
            {most}
          </text>
          <text x={WIDTH / 2} y={HEIGHT + 16} text-anchor="middle">
            {t('component')}
          </text>
          {shown.map(({ id }, s) => (
            <g key={id} transform={`translate(${s * 190} ${HEIGHT + 36})`}>
              <line class={s === 0 ? 'line' : 'line second'} x1="0" x2="28" y1="0" y2="0" />
              <text x="34" y="4">
                {nameOf(id)}
              </text>
            </g>
          ))}
        </g>
      </svg>
    </Figure>
  );
}
