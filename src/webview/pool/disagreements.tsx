import type { Comparison } from '../../core/comparison/comparison.js';
import { place } from '../../core/comparison/condensed.js';
import { t } from '../l10n.js';
import { useOwnId } from './ids.js';
import type { Pair } from './matrix.js';
import { nameOf } from './names.js';
import { percentile } from './numbers.js';
import { reading } from './readings.js';

export interface DisagreementsProps {
  readonly comparison: Comparison;
  readonly marked: Pair | undefined;
  readonly onMark: (pair: Pair) => void;
}

/** So many are shown before somebody asks for more. */
const FIRST = 6;

/** The pairs on which the methods differ most; choosing one marks it in every matrix. */
export function Disagreements({ comparison, marked, onMark }: DisagreementsProps) {
  const { disagreements, methods, texts } = comparison;
  const titleId = useOwnId('disagreements-title');
  if (disagreements.length === 0) return null;
  const rows = disagreements.map(({ i, j, highest, lowest, gap }) => {
    const at = place(i, j, texts.length);
    const isMarked = marked?.[0] === i && marked[1] === j;
    const [high, low] = [methods[highest], methods[lowest]];
    return (
      <li key={at}>
        <button type="button" class="row" aria-pressed={isMarked} onClick={() => onMark([i, j])}>
          <span class="pair">
            {i + 1} – {j + 1}
          </span>
          <span class="texts">
            <span>{texts[i]}</span>
            <span>{texts[j]}</span>
          </span>
          <span class="sides">
            {t('{0}: {1}', nameOf(high?.id ?? ''), percentile(high?.percentiles[at]))}
            <br />
            {t('{0}: {1}', nameOf(low?.id ?? ''), percentile(low?.percentiles[at]))}
          </span>
          <span class="gap">{t('{0} apart', gap.toFixed(0))}</span>
        </button>
      </li>
    );
  });
  return (
    <section aria-labelledby={titleId}>
      <h3 id={titleId}>{t('Where the methods disagree')}</h3>
      <p class="hint">{reading.disagreement()}</p>
      <ol class="rows">{rows.slice(0, FIRST)}</ol>
      {rows.length > FIRST && (
        <details>
          <summary>{t('{0} more', rows.length - FIRST)}</summary>
          <ol class="rows">{rows.slice(FIRST)}</ol>
        </details>
      )}
    </section>
  );
}
