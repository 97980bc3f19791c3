import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('the extension host in restricted mode', () => {
  it('has an untrusted workspace', () => {
    assert.equal(vscode.workspace.isTrusted, false);
  });
});
