import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { TARGETS } from '../../scripts/package/targets.js';
import { makeVsix } from '../../scripts/package/vsix.js';
import { openWindow } from '../window/open-window.js';
import type { EditorWindow } from '../window/window.js';
import { browserWorkbench, type Host } from '../workbench/available.js';
import { repositoryRoot } from '../workbench/root.js';
import { install } from './install.js';
import { mappedFiles, processesWith } from './processes.js';

// A package is made and installed, and a VS Code starts.
vi.setConfig({ testTimeout: 300_000 });

const FILE = 'sample.md';
let host: Host;
let temporary: string;
let window: EditorWindow | undefined;

beforeAll(async () => {
  host = await browserWorkbench(console.log);
}, 600_000);

beforeEach(() => {
  temporary = realpathSync(mkdtempSync(path.join(tmpdir(), 'cloze-installed-')));
});

afterEach(async () => {
  await window?.close();
  window = undefined;
  rmSync(temporary, { recursive: true, force: true });
});

/** Opens a window of a VS Code in which the package is installed, and nothing of the source tree is known. */
async function openInstalled(target: 'linux-x64' | 'linux-arm64' | 'alpine-x64', skip: (why: string) => never) {
  if (host.kind !== 'browser-workbench') return skip(host.kind === 'none' ? host.missing.join('; ') : 'a Linux');
  const { file } = await makeVsix(target);
  const installed = await install(host.workbench, file, temporary);
  // Else a second engine, which tries int8, may be there when the processes are counted.
  const settings = { 'cloze.device': 'cpu', 'cloze.precision': 'fp32' };
  window = await openWindow({ driver: false, extensionsDir: installed.extensionsDir, settings });
  await window.openFile(FILE);
  return { ...installed, window };
}

it('fills a mask once installed, with nothing from the source tree', async ({ skip }) => {
  const target = process.arch === 'arm64' ? 'linux-arm64' : 'linux-x64';
  const { extension, window } = await openInstalled(target, skip);
  await window.page.locator('.statusbar-item[aria-label*="cloze-bert-en is ready on cpu"]').waitFor();
  await window.goToEnd(FILE);
  await window.press('Enter');
  await window.type('She opened the [MASK]');
  const rows = await window.suggestions();
  await window.screenshot('packaged');
  expect(rows.length).toBeGreaterThanOrEqual(8);
  expect(rows[0]?.text).toMatch(/^\p{L}+ *\d+\.\d %$/u);
  await window.press('Enter');
  await window.waitForLine(FILE, /^She\sopened\sthe\s\p{L}+$/u);

  const engines = processesWith(path.join(extension, 'dist', 'engine.cjs'));
  expect(engines).toHaveLength(1);
  const files = mappedFiles(engines[0] as number);
  const libraries = files.filter((file) => /onnxruntime|tokenizers/.test(file));
  expect(libraries.map((file) => path.basename(file)).sort()).toEqual([
    'libonnxruntime.so.1',
    'onnxruntime_binding.node',
    expect.stringMatching(/^tokenizers\.linux-.*-gnu\.node$/),
  ]);
  for (const file of libraries) expect(file).toContain(`${extension}/`);
  expect(files.filter((file) => file.startsWith(`${repositoryRoot}/`))).toEqual([]);
});

it('says plainly, on a platform without ONNX Runtime, that this is missing', async ({ skip }) => {
  const { window } = await openInstalled('alpine-x64', skip);
  const { lacks } = TARGETS['alpine-x64'];
  await window.page.locator(`.statusbar-item[aria-label*="${lacks}"]`).waitFor();
  const message = window.page.locator('.notification-list-item', { hasText: lacks });
  await message.waitFor();
  await window.screenshot('packaged-alpine');
  expect(await message.count()).toBe(1);
  await window.goToEnd(FILE);
  await window.type(' typed all the same');
  await window.waitForLine(FILE, /typed\sall\sthe\ssame/);
});
