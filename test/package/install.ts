import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Workbench } from '../workbench/install.js';

/**
 * Installs a `.vsix` with VS Code's own command, everything below a temporary folder.
 * @returns the folder for extensions and, in it, that of the extension.
 * @throws Error with what VS Code printed when it refuses
 */
export async function install(workbench: Workbench, vsix: string, temporary: string) {
  const extensionsDir = join(temporary, 'extensions');
  const home = join(temporary, 'home');
  mkdirSync(extensionsDir);
  mkdirSync(home);
  const args = ['--user-data-dir', join(home, 'data'), '--extensions-dir', extensionsDir, '--install-extension', vsix];
  const env = { PATH: process.env['PATH'], HOME: home, EXTENSIONS_GALLERY: '{}' };
  await promisify(execFile)(workbench.node, [workbench.entry, ...args], { cwd: temporary, env });
  const [name, ...others] = readdirSync(extensionsDir).filter((entry) => entry.startsWith('cloze.'));
  if (name === undefined || others.length > 0) throw new Error('There is not one folder for the extension.');
  return { extensionsDir, extension: join(extensionsDir, name) };
}
