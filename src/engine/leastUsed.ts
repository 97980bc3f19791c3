import { readdir, rm, rmdir, stat, utimes } from 'node:fs/promises';
import path from 'node:path';

/** Notes that a file of a cache was of use. */
export async function markUsed(file: string): Promise<void> {
  const now = new Date();
  await utimes(file, now, now).catch(() => {});
}

/**
 * Removes of the files in the folders of a cache those that were not used for longest, until the rest have at most
 * `bytes`. What cannot be read or removed, since another process is at it, stays.
 * @param names of the folders
 */
export async function removeLeastUsed(cache: string, names: RegExp, bytes: number): Promise<void> {
  const folders = (await readdir(cache)).filter((name) => names.test(name)).map((name) => path.join(cache, name));
  const listed = await Promise.all(folders.map(filesOf));
  let kept = 0;
  for (const { file, size } of listed.flat().sort((one, other) => other.used - one.used)) {
    if (kept + size <= bytes) kept += size;
    else await rm(file, { force: true }).catch(() => {});
  }
  for (const folder of folders) await rmdir(folder).catch(() => {}); // stays unless it is empty
}

interface Kept {
  readonly file: string;
  readonly size: number;
  /** When, in milliseconds. */
  readonly used: number;
}

async function filesOf(folder: string): Promise<Kept[]> {
  const files = (await readdir(folder).catch(() => [])).map((name) => path.join(folder, name));
  const facts = await Promise.all(files.map((file) => stat(file).catch(() => undefined)));
  return facts.flatMap((it, i) => (it ? [{ file: files[i] as string, size: it.size, used: it.mtimeMs }] : []));
}
