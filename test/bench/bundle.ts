import { mkdirSync, mkdtempSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { repositoryRoot } from '../workbench/root.js';

/** Scripts that plain Node runs, so that no loader counts in a contender's time and memory. */
export interface Scripts {
  /** Where they lie; to be removed. */
  readonly folder: string;
  /** The engine process, from the sources as they are now. */
  readonly engine: string;
  /** A process for one contender (contenders/worker.ts). */
  readonly worker: string;
}

export async function bundleScripts(): Promise<Scripts> {
  // Inside node_modules, where the packages that stay outside of the bundles are found.
  const cache = path.join(repositoryRoot, 'node_modules', '.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(path.join(cache, 'cloze-bench-'));
  await build({
    absWorkingDir: repositoryRoot,
    entryPoints: { engine: 'src/engine/main.ts', worker: 'test/bench/contenders/worker.ts' },
    outdir: folder,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    external: ['onnxruntime-node', 'tokenizers', '@huggingface/transformers', '@xenova/transformers'],
    logLevel: 'error',
  });
  return { folder, engine: path.join(folder, 'engine.cjs'), worker: path.join(folder, 'worker.cjs') };
}
