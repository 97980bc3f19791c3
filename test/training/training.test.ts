import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEFAULT_MODEL } from '../../src/catalog/bundled.js';
import { cloze } from '../support/cli.js';
import { run } from '../support/processes.js';
import { repositoryRoot } from '../workbench/root.js';

/**
 * What is written in Python, where there is one that has models/training/requirements.txt: $CLOZE_PYTHON, or `python3`.
 */
const python = process.env['CLOZE_PYTHON'] || 'python3';
const folder = path.join(repositoryRoot, 'models', 'training');
const runPython = (...args: string[]) => run(python, args, { cwd: folder });
const imports = 'import numpy, safetensors, tokenizers; from torch.optim import Muon';
const isThere = await runPython('-c', imports).then(
  ({ code }) => code === 0,
  () => false,
);
const missing = 'needs a Python with models/training/requirements.txt';

describe('the training of the models', () => {
  it('passes its own tests: text, batches, models, a training that is interrupted and goes on', async (context) => {
    if (!isThere) context.skip(missing);
    const { code, stderr } = await runPython('-m', 'unittest', '-v', 'test_training');
    expect(stderr).toMatch(/\nRan \d+ tests in/);
    expect(code, stderr).toBe(0);
  }, 900_000);

  it.for([16, 64])(
    'measures masked words as the engine does, at %i tokens',
    { timeout: 300_000 },
    async (length, context) => {
      if (!isThere) context.skip(missing);
      const text = path.join(repositoryRoot, 'README.md');
      const ours = await cloze(['eval', 'mlm', text, '--lengths', `${length}`, '--seed', '5', '--json']);
      const [own] = JSON.parse(ours.stdout).results;
      expect(own.tokens).toBeGreaterThan(100);
      const model = path.join(repositoryRoot, 'models', DEFAULT_MODEL);
      const args = [model, text, '--length', `${length}`, '--seed', '5'];
      const { code, stdout, stderr } = await runPython('evaluate.py', ...args);
      expect(code, stderr).toBe(0);
      const theirs = JSON.parse(stdout);
      expect(own.tokens).toBe(theirs.tokens_masked);
      expect(Math.abs(own.top1 - theirs.top1)).toBeLessThan(0.002);
      expect(Math.abs(own.top5 - theirs.top5)).toBeLessThan(0.002);
      expect(Math.abs(own.loss - theirs.loss)).toBeLessThan(0.001);
    },
  );
});
