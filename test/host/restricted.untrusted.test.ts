import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activated, complete, until } from './support.js';

describe('in an untrusted workspace', () => {
  it('masks are completed', async () => {
    assert.equal(vscode.workspace.isTrusted, false);
    await activated();
    assert.equal((await complete('A good [MASK]|.')).items.length, 10);
  });

  it('no workspace can name a native library', async () => {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri as vscode.Uri;
    const file = vscode.Uri.joinPath(folder, '.vscode', 'settings.json');
    const settings = { 'cloze.onnxRuntimePath': '/nonexistent', 'cloze.completions.count': 3 };
    await vscode.workspace.fs.writeFile(file, Buffer.from(JSON.stringify(settings)));
    try {
      const read = (name: string) => vscode.workspace.getConfiguration('cloze').get(name);
      await until('the settings are read', () => read('completions.count') === 3);
      assert.equal(read('onnxRuntimePath'), '');
      assert.equal((await complete('A good [MASK]|.')).items.length, 3);
    } finally {
      await vscode.workspace.fs.delete(file);
    }
  });

  it('the workspace cannot choose the folder of a model', async () => {
    const section = vscode.workspace.getConfiguration('cloze');
    await section.update('model', '/nonexistent', vscode.ConfigurationTarget.Workspace);
    assert.equal(section.inspect('model')?.defaultValue, '');
    assert.equal(vscode.workspace.getConfiguration('cloze').get('model'), '');
    assert.equal((await complete('A good [MASK]|.')).items.length, 10);
  });
});
