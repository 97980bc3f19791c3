import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stage } from '../../scripts/package/stage.js';
import { TARGET_NAMES, TARGETS } from '../../scripts/package/targets.js';
import { makeVsix, type Vsix } from '../../scripts/package/vsix.js';
import { repositoryRoot } from '../workbench/root.js';
import { nativePlatform } from './native.js';
import { readZip, unpack, type ZipEntry } from './zip.js';

const LIMIT_MEGABYTES = 60;
const LIBRARIES = 'dist/node_modules/';
const MADE_BY_VSCE = ['[Content_Types].xml', 'extension.vsixmanifest'];
/** They declare types only. */
const NEVER_LOADED = ['tensor-utils', 'type-helper'].map(
  (name) => `${LIBRARIES}onnxruntime-common/dist/cjs/${name}.js`,
);
const RENAMED_BY_VSCE: Readonly<Record<string, string>> = {
  'CHANGELOG.md': 'changelog.md',
  LICENSE: 'LICENSE.txt',
  'README.md': 'readme.md',
};

/** The files below a folder, with `/` on every system. */
function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))
    .filter((file) => file !== '.vscodeignore')
    .sort();
}

/** Compares with a list that is checked in; `npx vitest run test/package/contents -u` writes it anew. */
async function expectList(files: readonly string[], name: string): Promise<void> {
  await expect(`${files.join('\n')}\n`).toMatchFileSnapshot(`../fixtures/package/${name}.txt`);
}

/** The package without its models. */
function expectSmall({ file, target }: Vsix): void {
  const models = readZip(file).filter((entry) => entry.path.startsWith('extension/models/'));
  const bytes = statSync(file).size - models.reduce((sum, entry) => sum + entry.packed, 0);
  console.log(`${target} without models: ${(bytes / 1e6).toFixed(1)} MB`);
  expect(models.length).toBeGreaterThan(0);
  expect(bytes).toBeLessThanOrEqual(LIMIT_MEGABYTES * 1e6);
}

describe.each(TARGET_NAMES)('the package for %s', (target) => {
  let folder: string;
  let files: string[];

  beforeAll(async () => {
    folder = await stage(target);
    files = filesOf(folder);
  });

  it('has the files on its lists, and no others', async () => {
    await expectList(
      files.filter((file) => !file.startsWith(LIBRARIES)),
      'everywhere',
    );
    await expectList(
      files.filter((file) => file.startsWith(LIBRARIES)),
      target,
    );
  });

  it('has native libraries for its platform alone', () => {
    const natives = files.flatMap((file) => nativePlatform(path.join(folder, file)) ?? []);
    const platform = TARGETS[target];
    expect(natives).toEqual('lacks' in platform ? [] : platform.natives.map(() => target));
  });
});

it(`the largest of them takes at most ${LIMIT_MEGABYTES} MB beside the models, too`, async () => {
  expectSmall(await makeVsix('win32-arm64'));
});

describe('the .vsix for linux-x64', () => {
  const temporary = realpathSync(mkdtempSync(path.join(tmpdir(), 'cloze-vsix-')));
  let vsix: Vsix;
  let entries: readonly ZipEntry[];

  beforeAll(async () => {
    vsix = await makeVsix('linux-x64');
    entries = readZip(vsix.file);
    unpack(vsix.file, 'extension/', temporary);
  });

  afterAll(() => rmSync(temporary, { recursive: true, force: true }));

  it('has what was put into its folder, and no more', () => {
    const files = filesOf(vsix.folder).map((file) => `extension/${RENAMED_BY_VSCE[file] ?? file}`);
    expect(entries.map((entry) => entry.path).sort()).toEqual([...files, ...MADE_BY_VSCE].sort());
  });

  it('says that it is for linux-x64', () => {
    const manifest = entries
      .find((entry) => entry.path === 'extension.vsixmanifest')
      ?.read()
      .toString();
    expect(manifest).toContain('TargetPlatform="linux-x64"');
  });

  it(`takes at most ${LIMIT_MEGABYTES} MB beside the models`, () => {
    expectSmall(vsix);
  });

  it('has of the libraries just what the engine loads', ({ skip }) => {
    if (`${process.platform}-${process.arch}` !== vsix.target) skip('a Linux on x64');
    const engine = path.join(temporary, 'dist', 'engine.cjs');
    const trace = path.join(import.meta.dirname, 'trace.cjs');
    const output = execFileSync(process.execPath, [trace, engine], { cwd: temporary, encoding: 'utf8' });
    const loaded = (JSON.parse(output) as string[]).filter((file) => file.includes('/node_modules/'));
    for (const file of loaded) expect(file).toContain(`${temporary}/`);
    const packed = filesOf(temporary).filter((file) => file.startsWith(LIBRARIES) && !file.endsWith('/package.json'));
    const used = new Set(loaded.map((file) => path.relative(temporary, file)));
    expect(packed.filter((file) => !used.has(file))).toEqual(NEVER_LOADED);
    expect([...used].filter((file) => !packed.includes(file))).toEqual([]);
  });

  it('has every file of the repository that its package.json names', () => {
    const named = JSON.stringify(JSON.parse(readFileSync(path.join(temporary, 'package.json'), 'utf8')))
      .match(/"(?:[^"\\]|\\.)*"/g)
      ?.map((text) => JSON.parse(text) as string)
      .filter((text) => /^[\w./-]+\.\w+$/.test(text) && existsSync(path.join(repositoryRoot, text)));
    expect(named).toContain('./dist/extension.cjs');
    for (const file of named ?? []) expect([file, existsSync(path.join(temporary, file))]).toEqual([file, true]);
  });

  it('has the licence of each package inside', () => {
    const notices = readFileSync(path.join(temporary, 'ThirdPartyNotices.txt'), 'utf8');
    const packages = [...notices.matchAll(/^(\S+) \d+\.\d+\.\d+\S*\nLicence: (\S+)$/gm)].map((match) => match[1]);
    expect(packages).toEqual([
      '@lezer/common',
      '@lezer/highlight',
      '@lezer/markdown',
      'english-verbs-irregular',
      'onnxruntime-common',
      'onnxruntime-node',
      'papaparse',
      'pbf',
      'pluralize',
      'preact',
      'tokenizers',
    ]);
    expect(notices).toContain('Copyright (c) Microsoft Corporation');
    expect(notices).toContain('Apache License');
    expect(notices).toMatch(/Copyright.*Mapbox/);
  });
});
