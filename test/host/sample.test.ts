import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { dismiss, take } from './choose.js';
import { activated, complete, until } from './support.js';

const text = () => vscode.window.activeTextEditor?.document.getText() ?? '';

describe('the sample document', () => {
  before(async () => {
    await activated();
    await complete('A good [MASK]|.');
  });
  after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('opens as a file of its own that need not be saved', async () => {
    await vscode.commands.executeCommand('cloze.openSample');
    assert.match(text(), /She opened the \[MASK\]/);
    assert.equal(vscode.window.activeTextEditor?.document.isDirty, false);
  });

  for (const [name, command, tried] of [
    ['replace', 'cloze.replace', /We had an? (?!wonderful)\p{L}+ time/u],
    ['rank', 'cloze.rank', /The weather (has|have|had) been/],
  ] as const) {
    it(`lets one try ${command}`, async () => {
      await vscode.commands.executeCommand('cloze.openSample', name);
      await until('it is tried', () => {
        void vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
        return tried.test(text());
      });
      await vscode.commands.executeCommand('undo');
    });
  }

  it('is made anew when it was changed and saved, though it is open', async () => {
    await vscode.commands.executeCommand('cloze.openSample');
    const editor = vscode.window.activeTextEditor as vscode.TextEditor;
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'Mine. '));
    await editor.document.save();
    await vscode.commands.executeCommand('cloze.openSample', 'score');
    assert.match(text(), /^# /);
    assert.equal(editor.document.isDirty, false);
  });

  it('keeps what somebody wrote in it until that is saved', async () => {
    await vscode.commands.executeCommand('cloze.openSample');
    await vscode.window.activeTextEditor?.edit((edit) => edit.insert(new vscode.Position(0, 0), 'Mine. '));
    await vscode.commands.executeCommand('cloze.openSample', 'score');
    assert.match(text(), /^Mine\. /);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('cloze.openSample');
    assert.match(text(), /^# /);
  });
});

describe('the menu', () => {
  before(activated);

  it('runs a command', async () => {
    await take('cloze.menu'); // the first: it fills a mask, or says that there is none
  });

  it('can be left', async () => {
    await dismiss('cloze.menu', 300);
  });
});
