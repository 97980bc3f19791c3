import os from 'node:os';
import path from 'node:path';

/** Where this system keeps what programs can make again. */
export function cacheFolder(): string {
  const own = process.env['CLOZE_CACHE'];
  if (own) return own;
  switch (process.platform) {
    case 'win32':
      return path.join(process.env['LOCALAPPDATA'] ?? os.homedir(), 'cloze', 'cache');
    case 'darwin':
      return path.join(os.homedir(), 'Library', 'Caches', 'cloze');
    default:
      return path.join(process.env['XDG_CACHE_HOME'] ?? path.join(os.homedir(), '.cache'), 'cloze');
  }
}
