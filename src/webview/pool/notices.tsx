import type { Comparison } from '../../core/comparison/comparison.js';
import { hardlyKnown, type TextsWith } from '../../core/comparison/hardlyKnown.js';
import type { Lack } from '../../core/comparison/lack.js';
import { short } from '../../core/json.js';
import { t } from '../l10n.js';
import { nameOf } from './names.js';

/** So many of a list are named. */
const MOST = 6;

/** What a reader should know before the numbers. */
export function Notices({ notices }: { readonly notices: readonly string[] }) {
  if (notices.length === 0) return null;
  return (
    <ul class="notices" role="status">
      {notices.map((notice) => (
        <li key={notice}>{notice}</li>
      ))}
    </ul>
  );
}

/** Of what one model says. */
export function noticesOf({ leftOut, model, familiarity }: Comparison): string[] {
  const { strange, foreign, gaps } = hardlyKnown(familiarity);
  const which = ({ texts }: TextsWith) => [texts.length, familiarity.length, some(texts.map((i) => i + 1))] as const;
  return [
    ...leftOut.map(({ id, lacks }) => t('“{0}” is left out: {1}.', nameOf(id), lackText(lacks, model.layers))),
    strange.texts.length > 0 &&
      t(
        'The model hardly knows {0} of the {1} sentences ({2}): many of their tokens are unknown to it ({3}). Do not trust what it says of them.',
        ...which(strange),
        some(strange.examples),
      ),
    foreign.texts.length > 0 &&
      t(
        'The model seems not to know the language of {0} of the {1} sentences ({2}): their words fall into unusually many pieces. Do not trust what it says of them.',
        ...which(foreign),
      ),
    gaps.texts.length > 0 &&
      t(
        '{0} of the {1} sentences ({2}) have tokens that the model does not know ({3}): all unknown tokens are the same to it.',
        ...which(gaps),
        some(gaps.examples),
      ),
  ].filter((notice) => notice !== false);
}

/** The first few of a list. */
function some(values: readonly (string | number)[]): string {
  const first = values.slice(0, MOST).map((value) => short(`${value}`, 20));
  return values.length > MOST ? `${first.join(', ')} …` : first.join(', ');
}

function lackText(lack: Lack, layers: number): string {
  switch (lack) {
    case 'layer':
      return t('the model has the layers 0 to {0}', layers);
    case 'pooler':
      return t('the model has no pooler');
    case 'mask':
      return t('the model has no mask token to prompt it with');
    case 'dimensions':
      return t('its vectors have fewer dimensions');
    case 'background':
      return t('that takes more background sentences than there are');
  }
}
