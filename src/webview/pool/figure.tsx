import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { csv, markdown, type Table } from '../../core/comparison/writers.js';
import type { PoolExport } from '../../protocol/pool.js';
import { t } from '../l10n.js';
import { pictureOf } from './picture.js';
import { TableView } from './tableView.js';

export interface FigureProps {
  readonly id: string;
  readonly title: string;
  /** What the numbers mean. */
  readonly reading: string;
  /** The twin: all that the chart shows. Made when somebody looks at it. */
  readonly table: () => Table;
  readonly onExport: (request: PoolExport) => void;
  readonly children: ComponentChildren;
}

/** A chart with its reading, its table and its ways out. */
export function Figure({ id, title, reading, table, onExport, children }: FigureProps) {
  const chart = useRef<HTMLDivElement>(null);
  const send = (as: 'csv' | 'markdown', to: PoolExport['to']) =>
    onExport({ text: as === 'csv' ? csv(table()) : markdown(table()), as, to });
  const picture = () => {
    if (chart.current) onExport({ text: pictureOf(chart.current, title), as: 'svg', to: 'document' });
  };
  return (
    <figure id={id} aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`}>{title}</h3>
      <figcaption>{reading}</figcaption>
      <div class="chart" ref={chart}>
        {children}
      </div>
      <div class="twin">
        <TableView label={t('{0}, as a table', title)} table={table} />
        <span class="ways">
          <button type="button" class="quiet" onClick={() => send('markdown', 'clipboard')}>
            {t('Copy as Markdown')}
          </button>
          <button type="button" class="quiet" onClick={() => send('csv', 'document')}>
            CSV
          </button>
          <button type="button" class="quiet" onClick={picture}>
            SVG
          </button>
        </span>
      </div>
    </figure>
  );
}
