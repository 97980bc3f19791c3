import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where downloaded test tools are kept: `$CLOZE_CACHE`, else the cache folder of the operating system. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env, platform: string = process.platform): string {
  if (env['CLOZE_CACHE']) return env['CLOZE_CACHE'];
  if (env['XDG_CACHE_HOME']) return join(env['XDG_CACHE_HOME'], 'cloze');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'cloze');
  if (platform === 'win32') return join(env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'cloze', 'Cache');
  return join(homedir(), '.cache', 'cloze');
}
