import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { activated } from './support.js';

describe('activation', () => {
  it('happens by itself, in a trusted workspace of a real VS Code', async () => {
    assert.match(vscode.version, /^1\.\d+\.\d+/);
    assert.equal(vscode.workspace.isTrusted, true);
    const extension = await activated();
    assert.equal(extension.isActive, true);
  });

  it('reads little and says how long it takes', async () => {
    const { extensionPath, exports } = await activated();
    const main = path.join(extensionPath, 'dist', 'extension.cjs');
    const start = performance.now();
    delete require.cache[main];
    require(main);
    const load = performance.now() - start;
    console.log(`reading the extension took ${load.toFixed(1)} ms, activating it ${exports.activation.toFixed(1)} ms`);
    assert.ok(statSync(main).size < 300_000, 'the host reads a small file'); // half of it in a package: minified
  });

  it('loads no native module into the host, now or after work', async () => {
    await activated();
    const loaded = Object.keys(require.cache).filter((file) => /onnxruntime|tokenizers/.test(file));
    assert.deepEqual(loaded, []);
    if (!existsSync('/proc/self/maps')) return;
    assert.doesNotMatch(readFileSync('/proc/self/maps', 'utf8'), /onnxruntime|tokenizers/);
  });

  it('brings the commands that package.json promises', async () => {
    const { packageJSON } = await activated();
    const promised = packageJSON.contributes.commands.map(({ command }: { command: string }) => command);
    const there = await vscode.commands.getCommands(true);
    assert.deepEqual(
      promised.filter((command: string) => !there.includes(command)),
      [],
    );
    await vscode.commands.executeCommand('cloze.showLog');
  });
});
