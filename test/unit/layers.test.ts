import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';

const FORBIDDEN = [
  ['core', '../client/state.js'],
  ['core', 'node:fs'],
  ['checkpoint/families', '../../tokenizer/load.js'],
  ['checkpoint', 'onnxruntime-node'],
  ['tokenizer', '../engine/model.js'],
  ['protocol', '../engine/model.js'],
  ['protocol', 'node:child_process'],
  ['client', '../engine/model.js'],
  ['client', 'vscode'],
  ['client', 'tokenizers'],
  ['cli', '../editor/settings.js'],
  ['editor', '../engine/model.js'],
  ['editor', '../checkpoint/config.js'],
  ['webview', 'vscode'],
  ['engine', '../extension.js'],
] as const;

const ALLOWED = [
  ['checkpoint/families', '../../core/errors.js'],
  ['engine/queries', '../../checkpoint/compile.js'],
  ['engine', 'onnxruntime-node'],
  ['tokenizer', 'tokenizers'],
  ['editor', 'vscode'],
  ['editor', '../client/state.js'],
] as const;

/** Lints files that import what they are told to. @returns for each, whether the linter refuses the import */
function refused(cases: readonly (readonly [folder: string, imported: string])[]): boolean[] {
  const root = mkdtempSync(path.join(tmpdir(), 'cloze-layers-'));
  try {
    cpSync('biome.json', path.join(root, 'biome.json'));
    cases.forEach(([folder, imported], i) => {
      mkdirSync(path.join(root, 'src', folder), { recursive: true });
      writeFileSync(path.join(root, 'src', folder, `case${i}.ts`), `import * as it from '${imported}';\nit;\n`);
    });
    const biome = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome');
    const args = [biome, 'lint', '--vcs-enabled=false', '--only=style/noRestrictedImports', '--reporter=github', 'src'];
    const { stdout } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
    return cases.map((_, i) => stdout.includes(`/case${i}.ts`));
  } finally {
    rmSync(root, { recursive: true });
  }
}

it('the linter refuses imports against the layers, and no others', () => {
  const cases = [...FORBIDDEN, ...ALLOWED];
  const expected = cases.map((entry) => [...entry, FORBIDDEN.includes(entry as never)]);
  const verdicts = refused(cases);
  expect(cases.map((entry, i) => [...entry, verdicts[i]])).toEqual(expected);
});
