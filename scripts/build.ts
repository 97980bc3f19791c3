import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildOptions, context, build as esbuild } from 'esbuild';
import { repositoryRoot } from '../test/workbench/root.js';
import { isMain } from './is-main.js';
import { noNative } from './no-native.js';

/** What to build for. */
export interface Flags {
  /** Minified, as it is published. */
  readonly production?: boolean;
}

/** The bundles of the extension, one for each process that runs its code. */
function bundles(flags: Flags): BuildOptions[] {
  const common: BuildOptions = {
    absWorkingDir: repositoryRoot,
    bundle: true,
    format: 'cjs',
    logLevel: 'info',
    logOverride: { 'empty-import-meta': 'error' },
    metafile: true,
    minify: flags.production ?? false,
    platform: 'node',
    sourcemap: true,
    target: 'node20',
  };
  return [
    {
      ...common,
      entryPoints: ['src/extension.ts'],
      external: ['vscode'],
      outfile: 'dist/extension.cjs',
      plugins: [noNative],
    },
    {
      ...common,
      entryPoints: ['src/engine/main.ts'],
      external: ['onnxruntime-node', 'tokenizers'],
      outfile: 'dist/engine.cjs',
    },
    {
      ...common,
      banner: { js: '#!/usr/bin/env node' },
      entryPoints: ['src/cli/main.ts'],
      outfile: CLI,
      plugins: [noNative],
    },
  ];
}

const CLI = 'dist/cli.cjs';

/**
 * Bundles the extension, the engine and the command line into `dist/`.
 * @throws esbuild's error when something does not compile, or imports a native module outside the engine.
 */
export async function build(flags: Flags = {}): Promise<void> {
  const results = await Promise.allSettled(bundles(flags).map((options) => esbuild(options)));
  for (const result of results) if (result.status === 'rejected') throw result.reason;
  chmodSync(join(repositoryRoot, CLI), 0o755);
}

/** Builds, and builds again whenever a source changes, until the process is ended. */
async function watch(flags: Flags): Promise<void> {
  for (const options of bundles(flags)) await (await context(options)).watch();
}

if (isMain(import.meta.url)) {
  const flags = { production: process.argv.includes('--production') };
  const work = process.argv.includes('--watch') ? watch(flags) : build(flags);
  await work.catch((error: unknown) => {
    // esbuild has printed its own errors already.
    if (!(error instanceof Error && 'errors' in error)) console.error(error);
    process.exitCode = 1;
  });
}
