import * as vscode from 'vscode';
import { type Mark, marksOf, shifted, stretched, type TextChange } from '../../core/marks.js';
import type { Span } from '../../core/masks.js';
import type { EditorEngine } from '../engine.js';
import { excerptOf } from '../excerpt.js';
import { readSettings } from '../settings.js';
import type { IgnoredWords } from './ignored.js';
import { changeOf, type MarkStore } from './store.js';

/** So much is scored in one request: marks appear after each, and it can be given up between them. In UTF-16 units. */
const PORTION = 4000;
/** Better words told for each word. */
const GUESSES = 3;

/** What the words of a text came to. */
export interface Scored {
  readonly words: number;
  /** Sum of the words' pseudo-log-likelihoods, in nats. */
  readonly logprob: number;
}

/** How it is done. */
export interface ScoringOptions {
  /** As of `proseUnits`. */
  readonly language: string;
  readonly lane: 'interactive' | 'background';
  readonly token: vscode.CancellationToken;
  /** Told how many UTF-16 units were done since the last time. */
  onProgress(done: number): void;
}

/**
 * Scores stretches of a document, portion by portion, and marks the unlikely words. The document may be edited meanwhile.
 * @param stretches in order, apart from one another
 * @throws ClozeError of the engine, `cancelled` too
 */
export async function score(
  engine: EditorEngine,
  store: MarkStore,
  ignored: IgnoredWords,
  document: vscode.TextDocument,
  stretches: readonly Span[],
  { language, lane, token, onProgress }: ScoringOptions,
): Promise<Scored> {
  let left = stretches;
  let edits: TextChange[] = [];
  const listener = vscode.workspace.onDidChangeTextDocument((event) => {
    if (event.document !== document) return;
    for (const change of event.contentChanges.map(changeOf)) {
      edits.push(change);
      left = stretched(left, change);
    }
  });
  let words = 0;
  let logprob = 0;
  try {
    for (let [next] = left; next; [next] = left) {
      const within = { start: next.start, end: portionEnd(document, next) };
      left = [...(within.end < next.end ? [{ start: within.end, end: next.end }] : []), ...left.slice(1)];
      const { text, span, language: own } = excerptOf(document, within);
      const { block, maskSpelling: spelling, threshold } = readSettings(document);
      edits = [];
      const params = { text, within: span, language: language || own, guesses: GUESSES, spelling, lane, ...block };
      const scored = await engine.request('scoreProse', params, token);
      words += scored.length;
      logprob += scored.reduce((sum, word) => sum + word.logprob, 0);
      const isIgnored = ignored.of(document);
      const first = within.start - span.start;
      const marks = marksOf(text, scored, threshold)
        .filter((mark) => !isIgnored(mark.word))
        .map((mark) => ({ ...mark, start: mark.start + first, end: mark.end + first }));
      const [place] = edits.reduce<readonly Span[]>(stretched, [within]);
      if (place) store.replace(document, place, edits.reduce<readonly Mark[]>(shifted, marks));
      onProgress(within.end - within.start);
    }
  } finally {
    listener.dispose();
  }
  return { words, logprob };
}

/** Where a portion that begins a stretch ends: at the end of a line, else behind white space, else anywhere. */
function portionEnd(document: vscode.TextDocument, { start, end }: Span): number {
  if (end - start <= PORTION) return end;
  const text = document.getText(new vscode.Range(document.positionAt(start), document.positionAt(start + PORTION)));
  const line = text.lastIndexOf('\n') + 1;
  const space = text.length - (/\S*$/.exec(text)?.[0].length ?? 0);
  return start + (line || space || text.length);
}
