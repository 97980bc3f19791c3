import * as vscode from 'vscode';
import { type Alternatives, alternativesAt, alternativesIn, alternativesOf } from '../core/alternatives.js';
import type { Ranked } from '../core/methods/rank.js';
import { registerEditorCommand } from './activeEditor.js';
import { type Choice, choose, type Question } from './choose.js';
import type { EditorEngine } from './engine.js';
import { excerptOf, spanOf } from './excerpt.js';

/** `Cloze: Rank Alternatives`: which of several words fits best in its place, and how much better than the others. */
export function registerRank(engine: EditorEngine): vscode.Disposable {
  return registerEditorCommand('cloze.rank', async (editor) => {
    const found = placesOf(editor);
    if (found.length > 0)
      await choose(
        editor,
        found.map((it) => question(engine, editor.document, it)),
      );
    else {
      const how = vscode.l10n.t(
        'Cloze: select alternatives, such as big/large/huge or [affect|effect], or each by itself.',
      );
      void vscode.window.showInformationMessage(how);
    }
  });
}

interface Place {
  readonly range: vscode.Range;
  readonly alternatives: readonly string[];
}

/** Each selection with alternatives in it; or all selections together, one alternative each; or those at the cursor. */
function placesOf({ document, selections, selection }: vscode.TextEditor): Place[] {
  const ranges = [...selections].filter(({ isEmpty }) => !isEmpty).sort((a, b) => a.start.compareTo(b.start));
  if (ranges.length === 0) return placeIn(document, selection, alternativesAt);
  const lists = ranges.map((range) =>
    placeIn(document, range, (text, at, end) => alternativesIn(text, { start: at, end })),
  );
  if (lists.every((list) => list.length > 0)) return lists.flat();
  const whole = new vscode.Range((ranges[0] as vscode.Range).start, (ranges.at(-1) as vscode.Range).end);
  return placeIn(document, whole, (text, at) => {
    const first = document.offsetAt(whole.start) - at;
    const spans = ranges
      .map((range) => spanOf(document, range))
      .map(({ start, end }) => ({ start: start - first, end: end - first }));
    return alternativesOf(text, spans);
  });
}

function placeIn(
  document: vscode.TextDocument,
  range: vscode.Range,
  find: (text: string, start: number, end: number) => Alternatives | undefined,
): Place[] {
  const { text, span, rangeOf } = excerptOf(document, spanOf(document, range));
  const found = find(text, span.start, span.end);
  return found ? [{ range: rangeOf(found), alternatives: found.alternatives }] : [];
}

function question(engine: EditorEngine, document: vscode.TextDocument, { range, alternatives }: Place): Question {
  return {
    title: vscode.l10n.t('Which fits best'),
    range,
    some: vscode.l10n.t('Best first; shares of their probability in this place'),
    none: '',
    async choices(token) {
      const { rangeOf: _, ...excerpt } = excerptOf(document, spanOf(document, range));
      const ranked = await engine.request('rank', { ...excerpt, alternatives, lane: 'interactive' }, token);
      const best = Math.max(...ranked.map(({ sentence }) => sentence));
      return ranked.map((it): Choice => ({ ...described(it, best), edits: [{ range, text: it.text }] }));
    },
  };
}

/** @param best pseudo-log-likelihood of a sentence with one of the alternatives, in nats */
function described(
  { text, inPlace, sentence }: Ranked,
  best: number,
): { label: string; description: string; detail: string } {
  const share = inPlace ? `${bar(inPlace.share)} ${(100 * inPlace.share).toFixed(1)} %` : '';
  const place = inPlace
    ? vscode.l10n.t('in its place {0} nats, pieces: {1}', inPlace.logprob.toFixed(2), inPlace.tokens)
    : vscode.l10n.t('has no pieces of its own there');
  const whole =
    sentence === best
      ? vscode.l10n.t('the likeliest sentence')
      : vscode.l10n.t('the sentence {0} nats behind', (best - sentence).toFixed(2));
  return { label: text, description: share, detail: `${place} · ${whole}` };
}

/** A share as ten blocks. */
function bar(share: number): string {
  const full = Math.round(10 * share);
  return '█'.repeat(full) + '░'.repeat(10 - full);
}
