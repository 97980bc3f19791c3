import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EngineProcess } from '../../src/client/engineProcess.js';
import { ClozeError } from '../../src/core/errors.js';
import { findMasks } from '../../src/core/masks.js';
import { built, MODEL } from '../support/built.js';
import { cloze } from '../support/cli.js';
import { refusal } from '../support/errors.js';

const TEXT = 'It was a very good [MASK].';
const VERSION = '1.99.0-copy';
const NATIVES = path.join('bin', 'napi-v6', process.platform, process.arch);
let root: string;
let folder: string;

/** An `onnxruntime-node` elsewhere, as npm would install it, which says of itself that it is another version. */
beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), 'cloze-runtime-'));
  const modules = path.join(root, 'node_modules');
  folder = path.join(modules, 'onnxruntime-node');
  for (const part of ['package.json', 'dist', NATIVES]) {
    cpSync(path.join('node_modules/onnxruntime-node', part), path.join(folder, part), { recursive: true });
  }
  cpSync('node_modules/onnxruntime-common', path.join(modules, 'onnxruntime-common'), { recursive: true });
  const version = path.join(folder, 'dist', 'version.js');
  const text = readFileSync(version, 'utf8');
  writeFileSync(version, text.replace(/exports\.version = '[\d.]+'/, `exports.version = '${VERSION}'`));
});
afterAll(() => rmSync(root, { recursive: true }));

async function load(onnxRuntime: string | undefined) {
  const engine = new EngineProcess({
    script: built('engine.cjs'),
    load: { folder: MODEL, device: 'cpu', onnxRuntime },
  });
  try {
    const { runtimeVersion } = await engine.info;
    const { masks } = await engine.call('fill', { text: TEXT, masks: findMasks(TEXT), top: 3, lane: 'interactive' });
    return { runtimeVersion, words: masks[0]?.candidates };
  } finally {
    engine.end(new ClozeError('engine-replaced', 'The test is over.'));
  }
}

describe('an ONNX Runtime in a folder of its own', () => {
  it("is loaded from there in place of Cloze's, and gives the same", async () => {
    const elsewhere = await load(folder);
    const own = await load(undefined);
    expect(elsewhere.runtimeVersion).toBe(VERSION);
    expect(own.runtimeVersion).not.toBe(VERSION);
    expect(elsewhere.words).toEqual(own.words);
  });

  it('is what the command line takes, and the doctor names', async () => {
    const { code, stdout } = await cloze(['fill', TEXT, '--onnxruntime', folder]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/cloze-bert-en on cpu/);
    const doctor = await cloze(['doctor', '--onnxruntime', folder], { env: { CLOZE_CACHE: root } });
    expect(doctor.code).toBe(0);
    expect(doctor.stdout).toContain(`- ONNX Runtime: ${VERSION}, ${folder}\n`);
  });

  it('is refused on the command line when it is none', async () => {
    const outcome = await cloze(['fill', TEXT, '--onnxruntime', root]);
    expect(outcome.code).toBe(2);
    expect(outcome.stdout).toBe('');
    expect(outcome.stderr).toMatch(
      /^cloze: ONNX Runtime cannot be loaded from .+: it is no folder of onnxruntime-node/,
    );
  });

  it('that lacks onnxruntime-common is refused with what to do', async () => {
    const common = path.join(root, 'node_modules', 'onnxruntime-common');
    renameSync(common, `${common}.away`);
    try {
      await expect(load(folder)).rejects.toMatchObject(
        refusal(
          'bad-request',
          /^The ONNX Runtime in .+ cannot be loaded on .+: Cannot find module.+install .+ with npm\.$/,
        ),
      );
    } finally {
      renameSync(`${common}.away`, common);
    }
  });

  it('with a library that is cut off is refused with what to do', async () => {
    const cut = path.join(root, 'cut', 'node_modules');
    cpSync(path.join(root, 'node_modules'), cut, { recursive: true });
    truncateSync(path.join(cut, 'onnxruntime-node', NATIVES, 'onnxruntime_binding.node'), 100);
    await expect(load(path.join(cut, 'onnxruntime-node'))).rejects.toMatchObject(
      refusal(
        'bad-request',
        /^The ONNX Runtime in .+ cannot be loaded on .+: .+\. Install onnxruntime-node there again/,
      ),
    );
  });
});

it('the doctor says which library CUDA lacks, and what to do', async ({ skip }) => {
  if (`${process.platform}-${process.arch}` !== 'linux-x64') skip('an ONNX Runtime that knows CUDA');
  const { stdout } = await cloze(['doctor'], { env: { CLOZE_CACHE: root } });
  expect(stdout).toMatch(/- cuda, fp32: failed: .+libonnxruntime_providers_\w+\.so: cannot open shared object file/);
  expect(stdout).toMatch(/npm install onnxruntime-node.*--onnxruntime/);
});
