import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { UNSUPPORTED_PLATFORM } from '../../src/core/native.js';
import { TARGETS, type Target } from './targets.js';

/** Folders of `node_modules` whose JavaScript the engine loads; what else lies in these packages is for installing and developing. */
const FOLDERS = [
  'onnxruntime-common',
  'onnxruntime-common/dist/cjs',
  'onnxruntime-node',
  'onnxruntime-node/dist',
  'tokenizers',
];

/** The packages that the engine imports by name. */
const IMPORTED = ['onnxruntime-node', 'tokenizers'];

/** A file to copy, as its path below `node_modules`; or one to write, with its text. */
export type LibraryFile = { readonly path: string; readonly text?: string };

/** The files of the native libraries in the package of a target, with paths below `node_modules`. */
export function libraryFiles(target: Target, nodeModules: string): LibraryFile[] {
  const platform = TARGETS[target];
  if ('lacks' in platform) return IMPORTED.flatMap((name) => standIn(name, platform.lacks));
  const scripts = FOLDERS.flatMap((folder) =>
    readdirSync(join(nodeModules, folder))
      .filter((name) => name === 'package.json' || name.endsWith('.js'))
      .map((name) => `${folder}/${name}`),
  );
  return [...scripts, ...platform.natives].map((path) => ({ path }));
}

/** A module in place of a library that cannot be had: whoever loads it gets the reason. */
function standIn(name: string, reason: string): LibraryFile[] {
  const code = JSON.stringify(UNSUPPORTED_PLATFORM);
  return [
    { path: `${name}/package.json`, text: `${JSON.stringify({ name, main: 'index.js' })}\n` },
    {
      path: `${name}/index.js`,
      text: `throw Object.assign(new Error(${JSON.stringify(reason)}), { code: ${code} });\n`,
    },
  ];
}
