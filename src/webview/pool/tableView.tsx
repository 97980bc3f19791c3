import { useState } from 'preact/hooks';
import type { Table } from '../../core/comparison/writers.js';
import { t } from '../l10n.js';
import { decimal } from './numbers.js';

/** So many rows are drawn; the files have all. */
const MOST = 200;

/** A table behind a disclosure, made when it is opened. */
export function TableView({ label, table }: { readonly label: string; readonly table: () => Table }) {
  const [isOpen, setOpen] = useState(false);
  const made = isOpen ? table() : undefined;
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('As a table')}</summary>
      {made && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        <section class="scroll" tabIndex={0} aria-label={label}>
          <table>
            <thead>
              <tr>
                {made.columns.map((column) => (
                  <th scope="col" key={column}>
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {made.rows.slice(0, MOST).map((row, i) => (
                <tr key={i}>
                  {row.map((value, c) => (
                    <td key={c} class={typeof value === 'number' ? 'number' : ''}>
                      {typeof value === 'number' && !Number.isInteger(value) ? decimal(value, 3) : value}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
          {made.rows.length > MOST && <p>{t('{0} of {1} rows; the CSV has all.', MOST, made.rows.length)}</p>}
        </section>
      )}
    </details>
  );
}
