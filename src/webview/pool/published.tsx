import { PUBLISHED } from '../../core/comparison/published.js';
import { t } from '../l10n.js';
import type { ChartProps } from './figure.js';
import { useOwnId } from './ids.js';
import { decimal } from './numbers.js';
import { reading } from './readings.js';

/** What papers report for BERT-base, beside the Spearman of the same method here. */
export function Published({ comparison }: Pick<ChartProps, 'comparison'>) {
  const id = useOwnId('published');
  const spearman = new Map(comparison.methods.map(({ id, gold }) => [id, gold?.spearman.value]));
  const own = (method: string | undefined) => (method === undefined ? undefined : spearman.get(method));
  return (
    <figure id={id} aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`}>{t('Published numbers of BERT-base')}</h3>
      <figcaption>{reading.published()}</figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section class="scroll" tabIndex={0} aria-labelledby={`${id}-title`}>
        <table class="compact">
          <thead>
            <tr>
              <th scope="col">{t('method')}</th>
              <th scope="col">{t('published')}</th>
              <th scope="col">{t('here, on your pairs')}</th>
              <th scope="col">{t('protocol')}</th>
              <th scope="col">{t('source')}</th>
            </tr>
          </thead>
          <tbody>
            {PUBLISHED.map(({ label, value, protocol, source, method }) => (
              <tr key={`${label} ${protocol}`}>
                <th scope="row">{label}</th>
                <td class="number">{decimal(value)}</td>
                <td class="number">{decimal(100 * (own(method) ?? Number.NaN))}</td>
                <td>{protocol}</td>
                <td>{source}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </figure>
  );
}
