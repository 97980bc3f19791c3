import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from './root.js';

/** A folder that is thrown away after use. */
export interface TemporaryFolder {
  readonly folder: string;
  remove(): void;
}

/** A temporary copy of the sample workspace. */
export function sampleWorkspace(): TemporaryFolder {
  const folder = mkdtempSync(join(tmpdir(), 'cloze-ws-'));
  cpSync(join(repositoryRoot, 'test', 'fixtures', 'workspace'), folder, { recursive: true });
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
