import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activated, complete } from './support.js';

describe('in an untrusted workspace', () => {
  it('masks are completed', async () => {
    assert.equal(vscode.workspace.isTrusted, false);
    await activated();
    assert.equal((await complete('A good [MASK]|.')).items.length, 10);
  });

  it('the workspace cannot choose the folder of a model', async () => {
    const section = vscode.workspace.getConfiguration('cloze');
    await section.update('model', '/nonexistent', vscode.ConfigurationTarget.Workspace);
    assert.equal(section.inspect('model')?.defaultValue, '');
    assert.equal(vscode.workspace.getConfiguration('cloze').get('model'), '');
    assert.equal((await complete('A good [MASK]|.')).items.length, 10);
  });
});
