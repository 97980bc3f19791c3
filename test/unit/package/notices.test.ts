import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { notices, packagesOf } from '../../../scripts/package/notices.js';

let repository: string;

beforeEach(() => {
  repository = mkdtempSync(path.join(tmpdir(), 'cloze-notices-'));
});

afterEach(() => rmSync(repository, { recursive: true, force: true }));

function install(name: string, licence?: string): void {
  const folder = path.join(repository, 'node_modules', name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name, version: '1.2.3', license: 'ISC' }));
  if (licence) writeFileSync(path.join(folder, 'LICENSE.md'), licence);
}

it('finds the packages behind the files of a bundle, the innermost of nested ones', () => {
  const files = [
    'src/a.ts',
    'node_modules/pbf/index.js',
    'node_modules/pbf/more.js',
    'node_modules/@scope/name/x.js',
    'node_modules/outer/node_modules/inner/x.js',
  ];
  expect(packagesOf(files)).toEqual(['@scope/name', 'inner', 'pbf']);
});

it('gives name, version, licence and its text', () => {
  install('one', 'Do as you like.');
  expect(notices(['one'], repository)).toMatch(/one 1\.2\.3\nLicence: ISC\n\nDo as you like\.\n/);
});

it('refuses a package whose licence text is nowhere', () => {
  install('two');
  expect(() => notices(['two'], repository)).toThrow(/two has no licence text/);
});
