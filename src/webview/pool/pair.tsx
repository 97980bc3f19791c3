import type { Comparison } from '../../core/comparison/comparison.js';
import { place } from '../../core/comparison/condensed.js';
import { t } from '../l10n.js';
import type { Pair } from './matrix.js';
import { nameOf } from './names.js';
import { decimal, percentile } from './numbers.js';

/** Both sentences of a pair, and what every method makes of it. */
export function PairView({ comparison, pair }: { readonly comparison: Comparison; readonly pair: Pair | undefined }) {
  const { texts, methods, pairs } = comparison;
  if (!pair) {
    return (
      <p class="hint">
        {t('Point at a cell, or go through a matrix with the arrow keys, to read both sentences here.')}
      </p>
    );
  }
  const [i, j] = pair;
  const at = place(i, j, texts.length);
  const gold = pairs?.find((it) => (it.i === i && it.j === j) || (it.i === j && it.j === i))?.gold;
  return (
    <table class="compact">
      <caption>
        {t('Sentences {0} and {1}', i + 1, j + 1)}
        <ol class="both">
          {[i, j].map((number) => (
            <li key={number} value={number + 1}>
              {texts[number]}
            </li>
          ))}
        </ol>
        {gold !== undefined && <p>{t('Gold score: {0}', gold)}</p>}
      </caption>
      <thead>
        <tr>
          <th scope="col">{t('method')}</th>
          <th scope="col">{t('cosine')}</th>
          <th scope="col">{t('percentile')}</th>
        </tr>
      </thead>
      <tbody>
        {methods.map((method) => (
          <tr key={method.id}>
            <th scope="row">{nameOf(method.id)}</th>
            <td class="number">{decimal(method.cosines[at])}</td>
            <td class="number">
              {percentile(method.percentiles[at])}
              <meter min="0" max="100" value={method.percentiles[at] ?? 0} aria-hidden="true" />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
