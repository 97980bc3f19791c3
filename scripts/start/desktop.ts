import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { cacheFolder } from '../../test/workbench/cache.js';
import { downloadElectron, hasDisplay } from '../../test/workbench/electron.js';
import { repositoryRoot } from '../../test/workbench/root.js';

/** The desktop VS Code of this machine: `code` on the PATH, and a display to open it on. */
export function findCode(): string | undefined {
  if (!hasDisplay()) return undefined;
  const name = process.platform === 'win32' ? 'code.cmd' : 'code';
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/**
 * Opens a desktop VS Code with the extension: `code`, else a downloaded one.
 * @returns false when this machine has neither.
 * @throws Error when VS Code does not start or ends with an error.
 */
export async function openDesktop(folder: string): Promise<boolean> {
  const args = [folder, '--new-window', `--extensionDevelopmentPath=${repositoryRoot}`];
  const code = findCode();
  if (code !== undefined) {
    console.log(`Opening ${folder} in VS Code (${code}).`);
    await run(code, args);
    return true;
  }
  if (!hasDisplay()) return false;
  const executable = await downloadElectron(console.log).catch((error: unknown) => {
    console.log(`The desktop VS Code could not be downloaded: ${(error as Error).message}`);
  });
  if (executable === undefined) return false;
  console.log(`Opening ${folder} in VS Code (${executable}); close its window to end.`);
  const own = join(cacheFolder(), 'vscode-user');
  await run(executable, [
    ...args,
    `--user-data-dir=${join(own, 'data')}`,
    `--extensions-dir=${join(own, 'extensions')}`,
  ]);
  return true;
}

function run(command: string, args: readonly string[]): Promise<void> {
  const shell = process.platform === 'win32';
  const quoted = (text: string): string => (shell ? `"${text}"` : text);
  const child = spawn(quoted(command), args.map(quoted), { shell, stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('close', (status) => {
      if (status === 0) resolve();
      else reject(new Error(`${command} ended with ${status}.`));
    });
  });
}
