import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { build, type Plugin } from 'esbuild';
import { run } from '../support/processes.js';
import { repositoryRoot } from '../workbench/root.js';
import type { Report } from './run.js';
import type { Setting } from './scenario.js';

const BUNDLE = path.join(repositoryRoot, 'out/faults/scenario.mjs');

/**
 * Runs a scenario in a process of its own with nothing else in its memory. Beside Vitest or tsx it would be their
 * garbage whose collection blocks, and a process starts another the slower the more memory it has: fork(2) copies what
 * describes it.
 */
export async function runApart(name: string, setting: Setting): Promise<Report> {
  const { code, stdout, stderr } = await run(process.execPath, [BUNDLE, name, JSON.stringify(setting)]);
  if (code === 0) return JSON.parse(stdout) as Report;
  return { violated: 1, text: `${name}: VIOLATION the host ended with ${code}\n${stdout}${stderr}` };
}

/** Makes what `runApart` runs. */
export async function bundleScenarios(): Promise<void> {
  await build({
    absWorkingDir: repositoryRoot,
    bundle: true,
    entryPoints: ['test/faults/scenario-process.ts'],
    format: 'esm',
    logLevel: 'warning',
    outfile: BUNDLE,
    packages: 'external',
    platform: 'node',
    plugins: [ownFolders],
    target: 'node20',
  });
}

/** In a bundle, too, a module finds the files beside it. */
const ownFolders: Plugin = {
  name: 'own folders',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]test[\\/].*\.ts$/ }, async ({ path: file }) => {
      const text = await readFile(file, 'utf8');
      return {
        contents: text.replaceAll('import.meta.dirname', JSON.stringify(path.dirname(file))),
        loader: 'ts',
      };
    });
  },
};
