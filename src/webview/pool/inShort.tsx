import type { ComponentChildren } from 'preact';
import type { Comparison, MethodReport } from '../../core/comparison/comparison.js';
import { place } from '../../core/comparison/condensed.js';
import { difference, type Findings, findings } from '../../core/comparison/findings.js';
import type { Estimate } from '../../core/evaluation/bootstrap.js';
import { t } from '../l10n.js';
import { useOwnId } from './ids.js';
import { nameOf } from './names.js';
import { decimal, percent, percentile } from './numbers.js';

/** What a reader should take away: a question and its answer a line. */
export function InShort({ comparison }: { readonly comparison: Comparison }) {
  const titleId = useOwnId('short-title');
  const found = findings(comparison);
  const { best, cls, whitening, disagreement } = found;
  return (
    <section class="short" aria-labelledby={titleId}>
      <h2 id={titleId}>{t('In short')}</h2>
      <dl>
        <Answer question={t('Which method is best here?')}>{best ? bestText(best) : noGoldText()}</Answer>
        {cls && <Answer question={t('Why is raw CLS a poor sentence vector?')}>{clsText(cls, comparison)}</Answer>}
        {whitening && <Answer question={t('What did whitening change?')}>{whiteningText(whitening)}</Answer>}
        {disagreement && (
          <Answer question={t('On which pair do the methods disagree most?')}>
            {disagreementText(disagreement, comparison)}
          </Answer>
        )}
        <Answer question={t('What does a percentile mean?')}>{percentileText(comparison)}</Answer>
      </dl>
    </section>
  );
}

function Answer({ question, children }: { readonly question: string; readonly children: ComponentChildren }) {
  return (
    <>
      <dt>{question}</dt>
      <dd>{children}</dd>
    </>
  );
}

function bestText({ method, next, isClear }: NonNullable<Findings['best']>): string {
  const { value = Number.NaN, low = Number.NaN, high } = method.gold?.spearman ?? {};
  const lead = Number.isFinite(low)
    ? t(
        '“{0}” ranks the pairs most as people do: Spearman {1}, 95 % interval {2} to {3}, {4} rated pairs.',
        ...[nameOf(method.id), decimal(value), decimal(low), decimal(high), method.gold?.pairs ?? 0],
      )
    : t(
        '“{0}” ranks the pairs most as people do: Spearman {1}; {2} rated pairs are too few for an interval.',
        ...[nameOf(method.id), decimal(value), method.gold?.pairs ?? 0],
      );
  const second = next && nextText(next, difference(next, method), isClear);
  const chance =
    low <= 0 &&
    t('The interval of “{0}” itself includes 0: even the best may agree by chance alone.', nameOf(method.id));
  return [lead, second, chance].filter(Boolean).join(' ');
}

function nextText(next: MethodReport, away: Estimate | undefined, isClear: boolean): string {
  const behind = [nameOf(next.id), decimal(next.gold?.spearman.value)] as const;
  if (!Number.isFinite(away?.low)) return t('No clear winner: next is “{0}” with {1}, on too few pairs.', ...behind);
  const numbers = [...behind, decimal(away?.value), decimal(away?.low), decimal(away?.high)] as const;
  return isClear
    ? t('Next is “{0}” with {1}, clearly below: it differs by {2}, 95 % interval {3} to {4}.', ...numbers)
    : t(
        'No clear winner: next is “{0}” with {1}; it differs by {2}, with a 95 % interval of {3} to {4}, which includes 0.',
        ...numbers,
      );
}

function noGoldText(): string {
  return t(
    'Nobody can say without gold scores. Open a pairs file with scores to find out; what is below shows how the methods differ.',
  );
}

function clsText(cls: MethodReport, { methods }: Comparison): string {
  const numbers = [decimal(cls.background.meanCosine), decimal(cls.background.spread)] as const;
  const crowded = isCrowded(cls)
    ? t(
        'By it, two sentences that have nothing to do with each other have a cosine of {0} on average (spread {1}): the vectors crowd in one direction, and little is left to tell sentences apart.',
        ...numbers,
      )
    : t(
        'By it, two sentences that have nothing to do with each other have a cosine of {0} on average (spread {1}).',
        ...numbers,
      );
  const cause = t('Pre-training never asked the first token to stand for the meaning of a sentence.');
  return [crowded, cause, clsAgainstMean(cls, methods)].filter(Boolean).join(' ');
}

function clsAgainstMean(cls: MethodReport, methods: readonly MethodReport[]): string {
  const own = cls.gold?.spearman.value;
  const mean = methods.find(({ id }) => id === 'mean')?.gold?.spearman.value;
  if (own === undefined || mean === undefined) return '';
  return own < mean
    ? t(
        'It agrees with people at Spearman {0}, the mean of all tokens at {1}; on STS-B, BERT-base gets 0.17 and 0.46.',
        ...[decimal(own), decimal(mean)],
      )
    : t(
        'On these few pairs it still does no worse (Spearman {0}) than the mean of all tokens ({1}); on STS-B, BERT-base gets 0.17 with CLS and 0.46 with the mean.',
        ...[decimal(own), decimal(mean)],
      );
}

/** Random pairs should have a cosine near 0. */
function isCrowded({ background }: MethodReport): boolean {
  return background.meanCosine > 0.5;
}

function whiteningText({ before, centred, after, isClear }: NonNullable<Findings['whitening']>): string {
  const kept = t(
    'It gave the {0} strongest directions the same variance: random pairs went from a mean cosine of {1} to {2}, the strongest direction from {3} of the variance to {4}.',
    ...[after.dimensions, decimal(before.background.meanCosine), decimal(after.background.meanCosine)],
    ...[percent(before.background.topShare), percent(after.background.topShare)],
  );
  const alone =
    centred &&
    t(
      'Taking away the mean vector alone (“{0}”) brings random pairs to {1}.',
      ...[nameOf(centred.id), decimal(centred.background.meanCosine)],
    );
  const spread = [kept, alone].filter(Boolean).join(' ');
  const [was, is] = [before.gold?.spearman.value, after.gold?.spearman.value];
  if (was === undefined || is === undefined) return spread;
  const values = [nameOf(before.id), decimal(was), decimal(is)] as const;
  const effect =
    is > was
      ? t('Agreement with people rose: “{0}” had Spearman {1}, whitened {2}.', ...values)
      : t('Here it lost: “{0}” had Spearman {1}, whitened {2}.', ...values);
  return [spread, effect, isClear ? '' : t('On so few pairs, chance could make such a difference.')]
    .filter(Boolean)
    .join(' ');
}

function disagreementText(
  { i, j, highest, lowest }: NonNullable<Findings['disagreement']>,
  { texts, methods }: Comparison,
): ComponentChildren {
  const at = place(i, j, texts.length);
  const [high, low] = [methods[highest], methods[lowest]];
  return (
    <>
      {t('Sentences {0} and {1}:', i + 1, j + 1)} <q>{texts[i]}</q> {t('and')} <q>{texts[j]}</q>{' '}
      {t(
        '“{0}” puts them at percentile {1}, “{2}” at {3}.',
        ...[nameOf(high?.id ?? ''), percentile(high?.percentiles[at])],
        ...[nameOf(low?.id ?? ''), percentile(low?.percentiles[at])],
      )}
    </>
  );
}

function percentileText({ background }: Comparison): string {
  return t(
    'Percentile 90 means: more alike than 90 of 100 random pairs of ordinary sentences of about the same lengths, by the same method. The pairs are drawn from {0} background sentences; with cosines alone you could not compare methods.',
    background.sentences,
  );
}
