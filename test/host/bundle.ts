import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { repositoryRoot } from '../workbench/root.js';

const OUT = join(repositoryRoot, 'out', 'host');

/** The bundled tests: their entry, and the test files for a trusted and for an untrusted workspace. */
export interface HostBundle {
  readonly entry: string;
  readonly trusted: readonly string[];
  readonly untrusted: readonly string[];
}

/**
 * Bundles the host tests to `out/host/`, each file by itself beside `index.cjs`.
 * @throws esbuild's error when a file does not compile.
 */
export async function bundleHostTests(): Promise<HostBundle> {
  const here = join(repositoryRoot, 'test', 'host');
  const tests = readdirSync(here, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.test.ts'));
  await build({
    absWorkingDir: repositoryRoot,
    bundle: true,
    entryPoints: ['index.ts', ...tests].map((file) => join(here, file)),
    external: ['vscode', 'mocha'],
    format: 'cjs',
    logLevel: 'warning',
    outbase: here,
    outdir: OUT,
    outExtension: { '.js': '.cjs' },
    platform: 'node',
    sourcemap: 'inline',
    target: 'node20',
  });
  const bundled = (file: string): string => join(OUT, file.replace(/\.ts$/, '.cjs'));
  const isUntrusted = (file: string): boolean => file.endsWith('.untrusted.test.ts');
  return {
    entry: join(OUT, 'index.cjs'),
    trusted: tests.filter((file) => !isUntrusted(file)).map(bundled),
    untrusted: tests.filter(isUntrusted).map(bundled),
  };
}
