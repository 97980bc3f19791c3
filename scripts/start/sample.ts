import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../../test/workbench/cache.js';
import { repositoryRoot } from '../../test/workbench/root.js';

/** A copy of the sample workspace that stays, with what was written in it before. */
export function lastingSample(): string {
  const folder = join(cacheFolder(), 'sample');
  cpSync(join(repositoryRoot, 'test', 'fixtures', 'workspace'), folder, { recursive: true, force: false });
  return folder;
}
