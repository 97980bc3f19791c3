import { t } from '../l10n.js';

/** What each number means, in one line, and where it is from. */
export const reading = {
  cosine: () =>
    t(
      'Cosine: 1 means same direction, 0 unrelated directions. Cosines of two methods cannot be held against each other.',
    ),
  percentile: () =>
    t(
      'Percentile: the share of random pairs of background sentences, of about the same lengths, that are less alike. 50 is an ordinary pair, 99 alike as one pair in a hundred is by chance. It can be compared across methods. Sentences of one kind are all more alike than ordinary ones: then most of a matrix is above 50.',
    ),
  meanCosine: () =>
    t(
      'Mean cosine of random pairs: how alike two sentences are that have nothing to do with each other. Near 0 is good; near 1 all vectors point the same way (Ethayarajh 2019).',
    ),
  spread: () =>
    t('Spread: standard deviation of those cosines. When it is small, there is little room to tell pairs apart.'),
  topShare: () =>
    t('Top component: the share of the variance along a single direction (Mu and Viswanath 2018). Lower is more even.'),
  isoScore: () =>
    t(
      'IsoScore: 1 when all directions are used alike, 0 when only one is (Rudman et al. 2022). Whitening makes it 1 on the background that it learned from: that shows that it works, not that it helps.',
    ),
  spearman: () =>
    t(
      'Spearman: agreement of the ranks of the cosines with those of the gold scores, 1 is perfect, 0 none. In brackets the 95 % interval (bootstrap over pairs).',
    ),
  difference: () =>
    t(
      'Difference to the best (or to the chosen one): the Spearman of the method minus that of the other, with a 95 % interval for which the same pairs are drawn for both (paired bootstrap). As long as it includes 0, these pairs cannot tell which of the two is better; where it does not, it is bold.',
    ),
  gain: () =>
    t(
      'Gains and loses: how much higher or lower the Spearman is with the treatment (centring, whitening, rotation) than with the same pooling without it, on these pairs.',
    ),
  spectrum: () =>
    t(
      'Share of the variance of background vectors along each principal component, largest first. A steep line: few directions carry everything. A flat line: all are used alike.',
    ),
  projection: () =>
    t(
      'Your sentences on the two directions along which they differ most (principal components). Near is alike, as far as two directions can tell.',
    ),
  map: () =>
    t(
      'Mean cosine of random pairs for every layer and pooling, raw. Layer 0 are the embeddings. Dark is better spread.',
    ),
  mapGold: () => t('Spearman with the gold scores for every layer and pooling, raw. Bright is better.'),
  tokens: () =>
    t(
      'Mean: the share of the mean vector that comes from the token (its state projected on the mean; below 0 it pulls away). Max: the share of the coordinates in which the token has the maximum.',
    ),
  disagreement: () =>
    t('The pairs whose percentile differs most between two methods. Choose one to mark it in every matrix.'),
  boxes: () =>
    t(
      'Cosines of random pairs of background sentences: the line spans the middle 90 %, the box the middle half, the tick is the median. A good method leaves room on the right for what really is alike.',
    ),
  published: () =>
    t(
      'Spearman x 100 of bert-base-uncased on the STS-B test set. Two protocols that must not be mixed: "all" puts the subsets together, "wmean" is the mean over subsets. Yours are on your own pairs: compare the order, not the height.',
    ),
};
