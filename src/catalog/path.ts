import os from 'node:os';
import path from 'node:path';

/**
 * The path that a person wrote: `~` at its beginning is their home.
 * @param base what a relative path starts from
 */
export function writtenPath(text: string, base: string): string {
  return path.resolve(base, text.trim().replace(/^~(?=$|[/\\])/, os.homedir()));
}
