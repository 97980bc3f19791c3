import type { Comparison } from '../../core/comparison/comparison.js';
import type { Lack } from '../../core/comparison/lack.js';
import { t } from '../l10n.js';
import { nameOf } from './names.js';

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
export function noticesOf({ leftOut, model }: Comparison): string[] {
  return leftOut.map(({ id, lacks }) => t('“{0}” is left out: {1}.', nameOf(id), lackText(lacks, model.layers)));
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
