import type { FilledMask } from '../../core/methods/fill.js';
import type { Unfamiliar } from '../../core/methods/unfamiliar.js';
import type { Translate } from '../statusView.js';
import { asMarkdown } from './asMarkdown.js';
import { percent } from './percent.js';

/** In characters. */
const BAR = 12;
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** What a hover on a mask says, in Markdown; made without VS Code so that it can be tested without. */
export function hoverText(
  {
    filled,
    together,
    unfamiliar,
  }: {
    readonly filled: FilledMask;
    readonly together?: { readonly words: readonly (string | undefined)[]; readonly logprob: number } | undefined;
    readonly unfamiliar?: Unfamiliar | undefined;
  },
  t: Translate,
): string {
  const { candidates, entropy } = filled;
  const chances = candidates.map(({ share, probability }) => share ?? probability);
  const most = Math.max(...chances);
  const rows = candidates.map(({ word, pieces }, i) => {
    const chance = chances[i] as number;
    // A given candidate that the tokenizer does not know was not compared with the others.
    const [length, told] =
      pieces > 0 ? [bar(chance / most), percent(chance)] : ['', t('has no pieces of its own there')];
    return `| ${asMarkdown(word)} | ${length} | ${told} |`;
  });
  const alike = Math.exp(entropy);
  const spread = t('Entropy {0} nats, as of {1} words that are equally likely', entropy.toFixed(2), rounded(alike));
  const lines = [
    ...(rows.length > 0 ? [['| | | |', '|:--|:--|--:|', ...rows].join('\n')] : [t('No word fits here.')]),
    ...(most === 0 ? [] : [asMarkdown(spread)]),
    ...(together ? [asMarkdown(jointLine(together, t))] : []),
    ...(unfamiliar ? [asMarkdown(notice(unfamiliar, t))] : []),
  ];
  return lines.join('\n\n');
}

/** A bar of block characters. */
function bar(share: number): string {
  const eighths = Math.max(1, Math.round(share * BAR * 8));
  return '█'.repeat(Math.floor(eighths / 8)) + EIGHTHS[eighths % 8];
}

function rounded(count: number): string {
  return count < 10 ? count.toFixed(1) : count.toFixed(0);
}

function jointLine(
  { words, logprob }: { readonly words: readonly (string | undefined)[]; readonly logprob: number },
  t: Translate,
): string {
  const list = words.map((word) => word ?? '…').join(', ');
  return t('Together, the masks take: {0} (joint probability {1})', list, percent(Math.exp(logprob)));
}

/** What to think of an answer when the model hardly knows the language. */
export function notice({ what }: Unfamiliar, t: Translate): string {
  return what === 'script'
    ? t('The model does not know this script: do not trust the words.')
    : t('The model hardly knows this language: do not trust the words.');
}
