import { t } from '../l10n.js';

/** A representation in words: `mean+whiten64` is "mean, whitened to 64". The id stays beside it in tables. */
export function nameOf(id: string): string {
  const [base = id, treatment] = id.split('+');
  const [raw = base, bare] = base.split('/');
  const [pooling = raw, layer] = raw.split('@');
  const parts = [poolingName(pooling)];
  if (layer === 'first-last') parts.push(t('first and last layer'));
  else if (layer === 'last-2') parts.push(t('last two layers'));
  else if (layer !== undefined) parts.push(t('layer {0}', layer));
  if (bare) parts.push(t('without special tokens'));
  if (treatment) parts.push(treatmentName(treatment));
  return parts.join(', ');
}

function poolingName(pooling: string): string {
  switch (pooling) {
    case 'cls':
      return 'CLS';
    case 'mean':
      return t('mean');
    case 'max':
      return t('max');
    case 'first-last':
      return t('first and last layer');
    case 'last-2':
      return t('last two layers');
    case 'weighted-mean':
      return t('position-weighted mean');
    default:
      return pooling;
  }
}

function treatmentName(treatment: string): string {
  const [, kind = treatment, k] = /^([a-z]+)(\d*)$/.exec(treatment) ?? [];
  if (kind === 'centre') return t('centred');
  if (kind === 'whiten') return k ? t('whitened to {0}', k) : t('whitened');
  if (kind === 'rotate') return k ? t('rotated to {0}', k) : t('rotated');
  return treatment;
}
