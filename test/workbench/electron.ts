import { join } from 'node:path';
import { downloadAndUnzipVSCode, SilentReporter } from '@vscode/test-electron';
import { cacheFolder } from './cache.js';

/** Whether a desktop window can be opened here. */
export function hasDisplay(env: NodeJS.ProcessEnv = process.env, platform: string = process.platform): boolean {
  if (platform === 'darwin' || platform === 'win32') return true;
  return Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY']);
}

/**
 * Downloads the desktop VS Code (the version in `$CLOZE_VSCODE`, else the latest stable one) into the cache.
 * @returns the path of its executable.
 * @throws Error when its update server cannot be reached.
 */
export async function downloadElectron(log: (line: string) => void): Promise<string> {
  log('Looking for the desktop VS Code (a download of about 150 MB the first time).');
  return downloadAndUnzipVSCode({
    cachePath: join(cacheFolder(), 'vscode'),
    reporter: new SilentReporter(),
    version: process.env['CLOZE_VSCODE'] ?? 'stable',
  });
}
