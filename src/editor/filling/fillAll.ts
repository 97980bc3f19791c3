import * as vscode from 'vscode';
import { findMasks, type Mask } from '../../core/masks.js';
import type { JointSolution } from '../../core/methods/fillTogether.js';
import { previewOf } from '../../core/preview.js';
import { type Choice, choose } from '../choose.js';
import type { EditorEngine } from '../engine.js';
import { readSettings } from '../settings.js';
import { percent } from './percent.js';
import { isOff } from './toggle.js';

/** So many masks are filled together at most, and they are no farther apart, in UTF-16 units. */
const MOST = 64;
const FARTHEST = 200_000;
/** How many solutions there are to choose from. */
const CHOICES = 6;
/** So much text on either side of the masks goes to the engine. */
const REACH = 4000;

/**
 * `Cloze: Fill All Masks`: the masks of the selection, or of the document, are filled together, with a choice among the best
 * ways to do it, as one edit.
 */
export async function fillAll(engine: EditorEngine, editor: vscode.TextEditor): Promise<void> {
  const { document, selection } = editor;
  if (await isOff(document)) return;
  const { maskSpelling, block } = readSettings(document);
  const { t } = vscode.l10n;
  const whole = document.getText();
  const scope = selection.isEmpty ? undefined : selection;
  const [from, to] = scope ? [document.offsetAt(scope.start), document.offsetAt(scope.end)] : [0, whole.length];
  const all = findMasks(whole, [maskSpelling]);
  const found = all.filter(({ start, end }) => start >= from && end <= to);
  const [first, last] = [found[0], found.at(-1)];
  if (!first || !last) {
    void vscode.window.showInformationMessage(scope ? t('Cloze: no mask is selected.') : t('Cloze: there is no mask.'));
    return;
  }
  if (found.length > MOST || last.end - first.start > FARTHEST) {
    const told = t('Cloze: these are {0} masks, too many or too far apart: select fewer.', String(found.length));
    void vscode.window.showInformationMessage(told);
    return;
  }

  const start = Math.max(0, first.start - REACH);
  const end = Math.min(whole.length, last.end + REACH);
  const text = whole.slice(start, end);
  const inText = (mask: Mask): Mask => ({ ...mask, start: mask.start - start, end: mask.end - start });
  const masks = found.map(inText);
  const others = all.filter((mask) => !found.includes(mask) && mask.start >= start && mask.end <= end).map(inText);
  const ranges = found.map((mask) => new vscode.Range(document.positionAt(mask.start), document.positionAt(mask.end)));
  await choose(editor, [
    {
      title: t('Fill {0} masks together', String(masks.length)),
      range: ranges[0] as vscode.Range,
      some: t('Best first; the document shows how it would read'),
      none: t('The model knows no words that fit.'),
      async choices(token) {
        const request = { text, masks, others, wanted: [0], top: CHOICES, method: 'joint', ...block } as const;
        const { solutions = [] } = await engine.request('fill', { ...request, lane: 'interactive' }, token);
        return solutions.map((solution) => choiceOf(solution, text, masks, ranges));
      },
    },
  ]);
}

function choiceOf(
  { words, logprob }: JointSolution,
  text: string,
  masks: readonly Mask[],
  ranges: readonly vscode.Range[],
): Choice {
  const { before, word, behind } = previewOf(text, masks, words, 0);
  return {
    label: words.map((it) => it ?? '…').join(' · '),
    description: vscode.l10n.t('joint probability {0}', percent(Math.exp(logprob))),
    detail: before + word + behind,
    edits: words.flatMap((it, i) => (it === undefined ? [] : [{ range: ranges[i] as vscode.Range, text: it }])),
  };
}
