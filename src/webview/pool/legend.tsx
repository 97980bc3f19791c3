import { t } from '../l10n.js';
import { type Domain, gradientStops } from './colours.js';
import { useOwnId } from './ids.js';
import type { Scale } from './matrices.js';
import { decimal } from './numbers.js';

const WIDTH = 360;
const MARGIN = 10;

/** The scale of colours. */
export function Legend({ scale, domain }: { readonly scale: Scale; readonly domain: Domain }) {
  const id = useOwnId('gradient');
  const stops = gradientStops();
  const shown = (value: number) => (scale === 'percentile' ? value.toFixed(0) : decimal(value, 1));
  const label = scale === 'percentile' ? t('percentile among random pairs') : t('cosine');
  const [low, middle, high] = [domain.low, (domain.low + domain.high) / 2, domain.high].map(shown) as [
    string,
    string,
    string,
  ];
  return (
    <svg
      class="legend"
      width={WIDTH}
      height="42"
      viewBox={`0 0 ${WIDTH} 42`}
      role="img"
      aria-label={t('Scale of colours: {0}, from {1} (dark) to {2} (bright)', label, low, high)}
    >
      <defs>
        <linearGradient id={id}>
          {stops.map((colour, i) => (
            <stop key={colour} offset={i / (stops.length - 1)} stop-color={colour} />
          ))}
        </linearGradient>
      </defs>
      <text x={WIDTH / 2} y="11" text-anchor="middle">
        {label}
      </text>
      <rect x={MARGIN} y="16" width={WIDTH - 2 * MARGIN} height="10" fill={`url(#${id})`} />
      <text x={MARGIN} y="39">
        {t('{0}, less alike', low)}
      </text>
      <text x={WIDTH / 2} y="39" text-anchor="middle">
        {middle}
      </text>
      <text x={WIDTH - MARGIN} y="39" text-anchor="end">
        {t('{0}, more alike', high)}
      </text>
    </svg>
  );
}

/** What else there is to see in a matrix. */
export function Key() {
  return (
    <ul class="key">
      <li>{t('Rows and columns: the sentences, by their numbers. Both halves show the same.')}</li>
      <li>
        <span class="swatch empty" aria-hidden="true" />
        {t('Diagonal: each sentence with itself, left empty.')}
      </li>
      <li>
        <span class="swatch boxed" aria-hidden="true" />
        {t('Red boxes: the marked pair, once in each half. A click, the arrow keys or the list below mark another.')}
      </li>
    </ul>
  );
}
