import type { PoolProgress } from '../../protocol/pool.js';
import { t } from '../l10n.js';

/** How a comparison gets on. */
export type Work =
  | { readonly kind: 'none' }
  | ({ readonly kind: 'busy' } & PoolProgress)
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly message: string };

export interface WorkProps {
  readonly work: Work;
  readonly onCancel: () => void;
  readonly onAgain: () => void;
}

/** Progress that can be cancelled, or what went wrong and a way to try again. */
export function WorkView({ work, onCancel, onAgain }: WorkProps) {
  switch (work.kind) {
    case 'none':
      return <div class="work" />;
    case 'busy':
      return (
        <div class="work">
          <progress max={work.of} value={work.done} aria-label={t('Computing')} />
          <span>{work.model === 'second' ? t('Computing by the second model …') : t('Computing …')}</span>
          <button type="button" onClick={onCancel}>
            {t('Cancel')}
          </button>
        </div>
      );
    default:
      return (
        <div class="work" role="alert">
          <span>{work.kind === 'failed' ? work.message : t('Cancelled: what is shown is from before.')}</span>
          <button type="button" onClick={onAgain}>
            {t('Compute again')}
          </button>
        </div>
      );
  }
}
