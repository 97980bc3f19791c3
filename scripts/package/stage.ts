import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { repositoryRoot } from '../../test/workbench/root.js';
import { build } from '../build.js';
import { copiedFiles } from './contents.js';
import { libraryFiles } from './libraries.js';
import { completeLinks } from './links.js';
import { packagedManifest } from './manifest.js';
import { notices, packagesOf } from './notices.js';
import type { Target } from './targets.js';

/** Where packages are made, relative to the repository. */
export const PACKAGES = 'out/package';

/**
 * The native libraries go where the engine finds them by name, beside its bundle: vsce leaves a `node_modules` in the root out,
 * unless `npm` may look for what is missing in it.
 */
const LIBRARIES = 'dist/node_modules';

/**
 * Puts the files of a package into a folder of their own.
 * @param repository its address on the web; without one, relative links of the README stay as they are
 * @returns the folder.
 */
export async function stage(target: Target, repository?: string): Promise<string> {
  const folder = join(repositoryRoot, PACKAGES, target);
  rmSync(folder, { recursive: true, force: true });
  const put = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const copy = (from: string, path: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    cpSync(join(repositoryRoot, from), join(folder, path), { dereference: true });
  };

  const bundled = await build({ production: true, folder: `${PACKAGES}/${target}/dist` });
  for (const file of copiedFiles(repositoryRoot)) copy(file, file);
  if (repository !== undefined) put('README.md', completeLinks(read('README.md'), repository));
  const libraries = libraryFiles(target, join(repositoryRoot, 'node_modules'));
  for (const { path, text } of libraries) {
    if (text === undefined) copy(`node_modules/${path}`, `${LIBRARIES}/${path}`);
    else put(`${LIBRARIES}/${path}`, text);
  }
  const copied = libraries.filter(({ text }) => text === undefined).map(({ path }) => `node_modules/${path}`);
  put('ThirdPartyNotices.txt', notices(packagesOf([...bundled, ...copied]), repositoryRoot));
  const manifest = JSON.parse(read('package.json')) as Record<string, unknown>;
  put('package.json', `${JSON.stringify(packagedManifest(manifest, repository), null, 2)}\n`);
  // Without this file vsce warns that it takes everything; here it shall.
  put('.vscodeignore', '');
  return folder;
}

function read(path: string): string {
  return readFileSync(join(repositoryRoot, path), 'utf8');
}
