import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

const STAMP = 'installed.json';

/** Whether `folder` was made by {@link makeFolder} from beginning to end. */
export function isComplete(folder: string): boolean {
  return existsSync(join(folder, STAMP));
}

/**
 * Makes `folder` by letting `fill` write into a temporary sibling that then takes its name: an interrupted run leaves nothing under
 * the real name, and of two processes that make it at once the first to end wins and the other takes its result.
 * @throws what `fill` throws, and file system errors.
 */
export async function makeFolder(folder: string, fill: (temporary: string) => Promise<void>): Promise<void> {
  const parent = dirname(folder);
  await mkdir(parent, { recursive: true });
  await sweep(parent, basename(folder));
  const temporary = await mkdtemp(join(parent, `${basename(folder)}.tmp-${process.pid}-`));
  try {
    await fill(temporary);
    await writeFile(join(temporary, STAMP), JSON.stringify({ made: new Date().toISOString() }));
    if (existsSync(folder) && !isComplete(folder)) await rm(folder, { recursive: true, force: true });
    await rename(temporary, folder).catch((error: unknown) => {
      if (!isComplete(folder)) throw error;
    });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** Removes the temporary siblings whose process has ended. */
async function sweep(parent: string, name: string): Promise<void> {
  for (const entry of await readdir(parent)) {
    const owner = entry.startsWith(`${name}.tmp-`) ? Number(entry.slice(name.length + 5).split('-')[0]) : Number.NaN;
    if (!Number.isNaN(owner) && !isAlive(owner)) await rm(join(parent, entry), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
