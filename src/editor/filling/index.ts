import * as vscode from 'vscode';
import { registerEditorCommand } from '../activeEditor.js';
import type { EditorEngine } from '../engine.js';
import { registerMaskCompletions } from './completions.js';
import { fillAll } from './fillAll.js';
import { fillMask } from './fillMask.js';
import { registerHover } from './hover.js';
import { registerInline } from './inline.js';
import { insertMask } from './insertMask.js';
import { toggleLanguage, toggleWorkspace } from './toggle.js';
import { registerWordCompletions } from './wordCompletions.js';

/** Everything at masks and at the cursor. */
export function registerFilling(engine: EditorEngine): vscode.Disposable {
  return vscode.Disposable.from(
    registerMaskCompletions(engine),
    registerWordCompletions(engine),
    registerInline(engine),
    registerHover(engine),
    registerEditorCommand('cloze.fillMask', (editor) => fillMask(engine, editor)),
    registerEditorCommand('cloze.fillAllMasks', (editor) => fillAll(engine, editor)),
    registerEditorCommand('cloze.insertMask', insertMask),
    registerEditorCommand('cloze.toggleLanguage', toggleLanguage),
    vscode.commands.registerCommand('cloze.toggleWorkspace', toggleWorkspace),
  );
}
