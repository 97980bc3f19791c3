import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createVSIX } from '@vscode/vsce';
import { repositoryRoot } from '../../test/workbench/root.js';
import { PACKAGES, stage } from './stage.js';
import type { Target } from './targets.js';

/** A package that was made. */
export interface Vsix {
  readonly target: Target;
  /** The `.vsix`. */
  readonly file: string;
  readonly bytes: number;
  /** The folder with its files as they went into it. */
  readonly folder: string;
}

/**
 * Makes the package of a target.
 * @param repository its address on the web
 */
export async function makeVsix(target: Target, repository?: string): Promise<Vsix> {
  const folder = await stage(target, repository);
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { name: string; version: string };
  const file = join(repositoryRoot, PACKAGES, `${manifest.name}-${target}-${manifest.version}.vsix`);
  await createVSIX({
    allowMissingRepository: true,
    cwd: folder,
    dependencies: false,
    packagePath: file,
    rewriteRelativeLinks: false,
    target,
  });
  return { target, file, bytes: statSync(file).size, folder };
}
