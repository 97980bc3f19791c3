import * as vscode from 'vscode';
import { findMasks } from '../../core/masks.js';
import { applyEdits, type Edit } from '../edits.js';
import type { EditorEngine } from '../engine.js';
import { readSettings } from '../settings.js';
import { fillHere } from './fillHere.js';
import { maskRange } from './maskRange.js';
import { isOff } from './toggle.js';
import { isUnfit } from './unfit.js';

/**
 * `Cloze: Fill Mask`: opens the list for the mask at the cursor, or for the next one of the document. With several cursors,
 * each mask at one of them takes its likeliest word.
 */
export async function fillMask(engine: EditorEngine, editor: vscode.TextEditor): Promise<void> {
  const { document, selections } = editor;
  const { maskSpelling } = readSettings(document);
  if ((await isOff(document)) || isUnfit(engine)) return;
  const masks = selections.flatMap(({ active }) => maskRange(document, active, maskSpelling) ?? []);
  if (selections.length > 1 && masks.length > 0) return fillEach(engine, editor, masks);
  const mask = masks[0] ?? nextMask(document, editor.selection.active, maskSpelling);
  if (!mask) {
    const { t } = vscode.l10n;
    void vscode.window.showInformationMessage(t('Cloze: there is no mask in this document. “Insert Mask” makes one.'));
    return;
  }
  editor.selection = new vscode.Selection(mask.end, mask.end);
  editor.revealRange(mask, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  await vscode.commands.executeCommand('editor.action.triggerSuggest');
}

async function fillEach(
  engine: EditorEngine,
  editor: vscode.TextEditor,
  masks: readonly vscode.Range[],
): Promise<void> {
  const { document } = editor;
  const settings = readSettings(document);
  const { version } = document;
  const title = vscode.l10n.t('Filling masks');
  const options = { location: vscode.ProgressLocation.Window, title };
  const edits = await vscode.window.withProgress(options, (_, token) =>
    Promise.all(
      masks.map(async (range, i): Promise<Edit[]> => {
        const asked = { document, position: range.start, feature: `fill ${i}`, top: 1 };
        const best = (await fillHere(engine, asked, settings, token))?.filled.candidates[0];
        return best ? [{ range, text: best.word }] : [];
      }),
    ),
  );
  if (document.version === version) await applyEdits(editor, edits.flat());
}

/** The first mask behind a position; from the beginning again, when there is none. */
function nextMask(
  document: vscode.TextDocument,
  position: vscode.Position,
  spelling: string,
): vscode.Range | undefined {
  const masks = findMasks(document.getText(), [spelling]);
  const cursor = document.offsetAt(position);
  const next = masks.find(({ start }) => start >= cursor) ?? masks[0];
  return next && new vscode.Range(document.positionAt(next.start), document.positionAt(next.end));
}
