import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { checkRuntimeFolder } from '../../src/engine/runtimeFolder.js';
import { refusal } from '../support/errors.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'cloze-runtime-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Something that looks like an `onnxruntime-node`. */
function write(manifest: unknown, ...platforms: string[]): void {
  writeFileSync(path.join(folder, 'package.json'), typeof manifest === 'string' ? manifest : JSON.stringify(manifest));
  for (const platform of platforms) {
    const natives = path.join(folder, 'bin', 'napi-v6', platform);
    mkdirSync(natives, { recursive: true });
    writeFileSync(path.join(natives, 'onnxruntime_binding.node'), '');
  }
}

const checked = () => checkRuntimeFolder(folder, 'linux-x64');
const refused = (why: RegExp) =>
  expect(checked()).rejects.toMatchObject(
    refusal('bad-request', new RegExp(`^ONNX Runtime cannot be loaded from ${folder}: ${why.source}\\.$`)),
  );

it.each(['1.30.0', '1.30.9-dev', '1.31.0', '2.0.0'])('a folder with the version %s is taken', async (version) => {
  write({ name: 'onnxruntime-node', version }, 'linux/x64', 'darwin/arm64');
  await expect(checked()).resolves.toBeUndefined();
});

it('a folder that is not there, or is a file, is refused', async () => {
  await expect(checkRuntimeFolder(path.join(folder, 'gone'), 'linux-x64')).rejects.toMatchObject(
    refusal('bad-request', /gone: there is no such folder\.$/),
  );
  writeFileSync(path.join(folder, 'file'), '');
  await expect(checkRuntimeFolder(path.join(folder, 'file'), 'linux-x64')).rejects.toMatchObject(
    refusal('bad-request', /file: there is no such folder\.$/),
  );
});

it('a folder of something else is refused', async () => {
  await refused(/it is no folder of onnxruntime-node, .+/);
  for (const manifest of ['{', '[]', '{}', { name: 'onnxruntime-web', version: '1.30.0' }]) {
    write(manifest, 'linux/x64');
    await refused(/it is no folder of onnxruntime-node, .+/);
  }
});

it.each(['1.29.9', '0.40.0', '', 'new', undefined, 2])('a folder with the version %o is refused', async (version) => {
  write({ name: 'onnxruntime-node', version }, 'linux/x64');
  await refused(/its version is .+; Cloze needs 1\.\d+\.\d+ or newer/);
});

it('a folder without a library for this platform is refused, with those that it has', async () => {
  write({ name: 'onnxruntime-node', version: '1.30.0' });
  await refused(/it has no native library \(.+\)/);
  write({ name: 'onnxruntime-node', version: '1.30.0' }, 'win32/x64', 'linux/arm64');
  await refused(/it is for linux-arm64, win32-x64, and this is linux-x64/);
});
