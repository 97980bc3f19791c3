import type * as vscode from 'vscode';
import type { FilledAt } from '../../core/methods/fillAt.js';
import type { EditorEngine } from '../engine.js';
import type { Settings } from '../settings.js';
import { maskRange } from './maskRange.js';
import { placeAt } from './place.js';

/** What the model says of a mask of a document. */
export interface FilledHere extends FilledAt {
  /** Where it stands in the document. */
  readonly range: vscode.Range;
}

/** Who asks about which place. */
export interface AskHere {
  readonly document: vscode.TextDocument;
  readonly position: vscode.Position;
  /** The newest request of a feature in a document takes the place of the one before. */
  readonly feature: string;
  /** How many candidates. */
  readonly top: number;
}

/**
 * Asks for words for the mask that a position touches.
 * @returns undefined when there is none, when there is no answer, or when the document has changed meanwhile
 */
export async function fillHere(
  engine: EditorEngine,
  { document, position, feature, top }: AskHere,
  { maskSpelling: spelling, pieces, block }: Settings,
  token: vscode.CancellationToken,
): Promise<FilledHere | undefined> {
  const range = maskRange(document, position, spelling);
  if (!range) return undefined;
  const { version } = document;
  const key = `${feature} ${document.uri.toString()}`;
  const place = placeAt(document, range.start);
  const params = { ...place, spelling, top, pieces, ...block, lane: 'interactive', key } as const;
  const answer = await engine.ask('fillAt', params, token);
  return answer && document.version === version ? { ...answer, range } : undefined;
}
