/** A number that somebody else measured, with what it takes to hold ours against it. */
export interface PublishedResult {
  /** As in vectors/representation.ts, where we have the same. */
  readonly method?: string;
  readonly label: string;
  /** Spearman x 100 on STS-B. */
  readonly value: number;
  readonly protocol: 'all' | 'wmean';
  readonly source: string;
}

/**
 * Spearman x 100 of bert-base-uncased on the STS-B test set, without fine-tuning on it. Two protocols that must not be
 * mixed: `all` concatenates the subsets, `wmean` is the mean over subsets, weighted by size.
 */
export const PUBLISHED: readonly PublishedResult[] = [
  { method: 'cls', label: 'CLS', value: 16.5, protocol: 'all', source: 'Reimers and Gurevych 2019, table 1' },
  {
    method: 'mean',
    label: 'mean, last layer',
    value: 46.35,
    protocol: 'all',
    source: 'Reimers and Gurevych 2019, table 1',
  },
  { method: 'first-last', label: 'mean of first and last', value: 59.05, protocol: 'all', source: 'SimCSE, corrected' },
  {
    method: 'first-last+whiten',
    label: 'whitening, fitted on NLI',
    value: 68.24,
    protocol: 'all',
    source: 'Gao et al. 2021, B.3',
  },
  { label: 'BERT-flow, fitted on NLI', value: 68.66, protocol: 'all', source: 'Gao et al. 2021, B.3' },
  { label: 'unsupervised SimCSE', value: 76.85, protocol: 'all', source: 'Gao et al. 2021' },
  { method: 'cls', label: 'CLS', value: 20.29, protocol: 'wmean', source: 'Li et al. 2020' },
  { method: 'first-last', label: 'mean of first and last', value: 59.04, protocol: 'wmean', source: 'Li et al. 2020' },
  {
    method: 'first-last+whiten',
    label: 'whitening, fitted on NLI',
    value: 68.19,
    protocol: 'wmean',
    source: 'Su et al. 2021',
  },
  {
    method: 'first-last+whiten256',
    label: 'whitening to 256 dimensions, NLI',
    value: 67.51,
    protocol: 'wmean',
    source: 'Su et al. 2021',
  },
];
