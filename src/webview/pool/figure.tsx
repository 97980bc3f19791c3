import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Comparison } from '../../core/comparison/comparison.js';
import { csv, markdown, type Table } from '../../core/comparison/writers.js';
import type { PoolExport } from '../../protocol/pool.js';
import { t } from '../l10n.js';
import { useOwnId } from './ids.js';
import { pictureOf } from './picture.js';
import { TableView } from './tableView.js';

/** What every chart is made of. */
export interface ChartProps {
  readonly comparison: Comparison;
  readonly onExport: (request: PoolExport) => void;
}

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
  const own = useOwnId(id);
  const chart = useRef<HTMLDivElement>(null);
  useEffect(() => (chart.current ? reachable(chart.current) : undefined), []);
  const send = (as: 'csv' | 'markdown', to: PoolExport['to']) =>
    onExport({ text: as === 'csv' ? csv(table()) : markdown(table()), as, to });
  const picture = () => {
    if (chart.current) onExport({ text: pictureOf(chart.current, title), as: 'svg', to: 'document' });
  };
  return (
    <figure id={own} aria-labelledby={`${own}-title`}>
      <h3 id={`${own}-title`}>{title}</h3>
      <figcaption>{reading}</figcaption>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields of a form */}
      <div class="chart" ref={chart} role="group" aria-labelledby={`${own}-title`}>
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

/** What is too wide for its place scrolls, and must then be reached by keyboard. */
function reachable(element: HTMLElement): () => void {
  const observer = new ResizeObserver(() => {
    if (element.scrollWidth > element.clientWidth) element.tabIndex = 0;
    else element.removeAttribute('tabindex');
  });
  observer.observe(element);
  return () => observer.disconnect();
}
