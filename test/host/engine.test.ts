import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Exports } from '../../src/extension.js';
import { watchForBlocks } from '../support/blocks.js';
import { activated, complete, set, until } from './support.js';

describe('the engine of the editor', () => {
  let cloze: Exports;

  before(async () => {
    cloze = (await activated()).exports;
    await complete('A good [MASK]|.');
  });

  it('is killed in the middle of requests: they are answered all the same, and the host goes on', async () => {
    const pid = cloze.enginePid() as number;
    const blocks = watchForBlocks();
    process.kill(pid, 'SIGSTOP');
    const answers = ['one', 'two', 'three'].map((word) => complete(`Number ${word} was a good [MASK]|.`));
    await new Promise((resolve) => setTimeout(resolve, 300));
    process.kill(pid, 'SIGKILL');
    for (const { items } of await Promise.all(answers)) assert.equal(items.length, 10);
    assert.notEqual(cloze.enginePid(), pid);
    console.log(`longest block of the host: ${blocks.stop().own.toFixed(0)} ms`);
  });

  it('is started again by a command', async () => {
    const pid = cloze.enginePid();
    await vscode.commands.executeCommand('cloze.restartEngine');
    await until('another process', () => cloze.enginePid() !== undefined && cloze.enginePid() !== pid);
    assert.equal((await complete('A good [MASK]|.')).items.length, 10);
  });

  it('is diagnosed on request, in a document of its own', async () => {
    await vscode.commands.executeCommand('cloze.diagnose');
    const report = vscode.window.activeTextEditor?.document.getText() ?? '';
    assert.match(report, /^# Cloze: diagnosis\n/);
    assert.match(report, /- cpu, fp32: works, one mask in [\d.]+ ms/);
    assert.match(report, /- cpu, int8: (better|not worth it|differs)/);
  });

  it('computes in int8 when told to, its copy kept where VS Code wants it', async () => {
    const takeBack = await set('precision', 'int8');
    try {
      const { items } = await complete('A good [MASK]|.');
      assert.equal(items.length, 10);
      assert.equal(cloze.engineState(), 'ready');
    } finally {
      await takeBack();
    }
  });

  it('answers whatever the settings hold', async () => {
    const takeBacks = [
      await set('maskSpelling', 5),
      await set('completions.count', 2.3),
      await set('idleMinutes', 1e9),
      await set('device', 'abacus'),
      await set('precision', []),
    ];
    try {
      assert.equal((await complete('A good [MASK]|.')).items.length, 2);
    } finally {
      for (const takeBack of takeBacks) await takeBack();
    }
  });

  for (const [what, setting] of [
    ['an ONNX Runtime', 'onnxRuntimePath'],
    ['a model', 'model'],
  ] as const) {
    it(`gets ${what} that is not there: no items, no crash, and it works again when that is mended`, async () => {
      const takeBack = await set(setting, '/nonexistent/folder');
      try {
        assert.deepEqual((await complete('A good [MASK]|.')).items, []);
        assert.equal(cloze.engineState(), 'failed');
      } finally {
        await takeBack();
      }
      assert.equal((await complete('A good [MASK]|.')).items.length, 10);
      assert.equal(cloze.engineState(), 'ready');
    });
  }
});
