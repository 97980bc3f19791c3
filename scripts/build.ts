import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildOptions, context, build as esbuild } from 'esbuild';
import { repositoryRoot } from '../test/workbench/root.js';
import { isMain } from './is-main.js';
import { noNative } from './no-native.js';

/** What to build for. */
export interface Flags {
  /** Minified and without source maps, as it is published. */
  readonly production?: boolean;
  /** Where the bundles go, relative to the repository; `dist` by default. */
  readonly folder?: string;
}

/** The bundles of the extension: one for each process that runs its code, and one for each webview. */
function bundles(flags: Flags): BuildOptions[] {
  const folder = flags.folder ?? 'dist';
  const common: BuildOptions = {
    absWorkingDir: repositoryRoot,
    bundle: true,
    format: 'cjs',
    logLevel: 'info',
    logOverride: { 'empty-import-meta': 'error' },
    metafile: true,
    minify: flags.production ?? false,
    platform: 'node',
    sourcemap: !flags.production,
    target: 'node20',
  };
  return [
    {
      ...common,
      entryPoints: ['src/extension.ts'],
      external: ['vscode'],
      outfile: `${folder}/extension.cjs`,
      plugins: [noNative],
    },
    {
      ...common,
      entryPoints: ['src/engine/main.ts'],
      external: ['onnxruntime-node', 'tokenizers'],
      outfile: `${folder}/engine.cjs`,
    },
    {
      ...common,
      banner: { js: '#!/usr/bin/env node' },
      entryPoints: ['src/cli/main.ts'],
      outfile: `${folder}/cli.cjs`,
      plugins: [noNative],
    },
    {
      ...common,
      entryPoints: ['src/webview/pool/main.tsx'],
      format: 'iife',
      jsx: 'automatic',
      jsxImportSource: 'preact',
      outfile: `${folder}/webview/pool.js`,
      platform: 'browser',
      target: 'chrome128',
    },
  ];
}

/**
 * Bundles the extension, the engine, the command line and the webviews.
 * @returns the files that went into them, relative to the repository.
 * @throws esbuild's error when something does not compile, or imports a native module outside the engine.
 */
export async function build(flags: Flags = {}): Promise<string[]> {
  const results = await Promise.allSettled(bundles(flags).map((options) => esbuild(options)));
  for (const result of results) if (result.status === 'rejected') throw result.reason;
  chmodSync(join(repositoryRoot, flags.folder ?? 'dist', 'cli.cjs'), 0o755);
  return results.flatMap((result) => ('value' in result ? Object.keys(result.value.metafile?.inputs ?? {}) : []));
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
