import * as vscode from 'vscode';
import type { WordMatch } from '../../core/vectors/wordMatches.js';

/** A percentile for a person. @param pairs how many random pairs it was found among */
export function rank(percentile: number, pairs: number): string {
  if (Number.isNaN(percentile)) return '';
  return vscode.l10n.t('more alike than {0} % of {1} random pairs', percentile.toFixed(1), pairs);
}

export function unknownWords({ unknown, tokens }: { unknown: number; tokens: number }): string {
  return vscode.l10n.t('the model does not know {0} of its {1} tokens', unknown, tokens);
}

/** With three decimals; what is as good as 0 has no sign. */
export function threeDecimals(value: number): string {
  return value.toFixed(3).replace(/^-(?=0\.000$)/, '');
}

export function inOneLine(text: string, most = 80): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}

/** Words of two texts that belong together, or do not. */
export function pairsOfWords(matches: readonly WordMatch[], joint: string): string {
  return matches
    .map(({ word, match, cosine }) => `${word.word} ${joint} ${match.word} ${cosine.toFixed(2)}`)
    .join(' · ');
}
