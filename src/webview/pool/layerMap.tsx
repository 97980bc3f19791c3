import { t } from '../l10n.js';
import { cssColour, inkOn } from './colours.js';
import { type ChartProps, Figure } from './figure.js';
import { nameOf } from './names.js';
import { decimal } from './numbers.js';
import { reading } from './readings.js';

const CELL = { width: 96, height: 24 };
/** For the name of the last pooling, which is wider than its column. */
const MARGIN = 24;
const DOMAIN = { low: 0, high: 1 };

/** What every layer and pooling gives: how crowded it is, and with gold scores how well it agrees. */
export function LayerMaps({ comparison, onExport }: ChartProps) {
  const { meanCosine, spearman } = comparison.map;
  return (
    <>
      {spearman && (
        <LayerMapChart
          id="map-gold"
          title={t('Spearman by layer and pooling')}
          reading={reading.mapGold()}
          values={spearman}
          {...{ comparison, onExport }}
        />
      )}
      <LayerMapChart
        id="map"
        title={t('How crowded each layer and pooling is')}
        reading={reading.map()}
        values={meanCosine}
        {...{ comparison, onExport }}
      />
    </>
  );
}

interface LayerMapProps extends ChartProps {
  readonly id: string;
  readonly title: string;
  readonly reading: string;
  /** [N + 1][poolings] */
  readonly values: readonly (readonly number[])[];
}

function LayerMapChart({ id, title, reading: text, values, comparison, onExport }: LayerMapProps) {
  const { poolings } = comparison.map;
  return (
    <Figure
      id={id}
      title={title}
      reading={text}
      table={() => ({
        columns: [t('layer'), ...poolings.map(nameOf)],
        rows: values.map((row, layer) => [layer, ...row.map((value) => (!Number.isFinite(value) ? '' : value))]),
      })}
      onExport={onExport}
    >
      <svg
        width={70 + poolings.length * CELL.width + MARGIN}
        height={24 + values.length * CELL.height}
        role="img"
        aria-label={title}
      >
        {poolings.map((pooling, c) => (
          <text key={pooling} class="small" x={70 + (c + 0.5) * CELL.width} y="16" text-anchor="middle">
            {nameOf(pooling)}
          </text>
        ))}
        {values.map((row, layer) => (
          <g key={layer} transform={`translate(70 ${24 + layer * CELL.height})`}>
            <text class="small" x="-8" y="16" text-anchor="end">
              {t('layer {0}', layer)}
            </text>
            {row.map((value, c) => (
              <g key={c}>
                <rect
                  x={c * CELL.width}
                  y="0"
                  width={CELL.width - 1}
                  height={CELL.height - 1}
                  style={{ fill: !Number.isFinite(value) ? 'none' : cssColour(value, DOMAIN) }}
                />
                <text
                  class="small"
                  x={(c + 0.5) * CELL.width}
                  y="16"
                  text-anchor="middle"
                  style={!Number.isFinite(value) ? {} : { fill: inkOn(value, DOMAIN) }}
                >
                  {decimal(value)}
                </text>
              </g>
            ))}
          </g>
        ))}
      </svg>
    </Figure>
  );
}
