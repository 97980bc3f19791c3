import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Files } from './models.js';

/**
 * A model on disk from which many are made that differ in one file; the others are links, as in the cache of the
 * Hugging Face hub.
 */
export class ModelFolder {
  private constructor(
    private readonly root: string,
    private readonly files: Files,
  ) {}

  static async write(files: Files): Promise<ModelFolder> {
    const root = await mkdtemp(path.join(tmpdir(), 'cloze-faults-'));
    await mkdir(path.join(root, 'whole'));
    for (const [name, bytes] of files) await writeFile(path.join(root, 'whole', name), bytes);
    return new ModelFolder(root, files);
  }

  /** A folder in which `name` has other contents. */
  async with(name: string, contents: Uint8Array): Promise<string> {
    const folder = await mkdtemp(path.join(this.root, 'damaged-'));
    for (const other of this.files.keys()) {
      if (other !== name) await symlink(path.join(this.root, 'whole', other), path.join(folder, other));
    }
    await writeFile(path.join(folder, name), contents);
    return folder;
  }

  /** The folder as it is. */
  get whole(): string {
    return path.join(this.root, 'whole');
  }

  remove(): Promise<void> {
    return rm(this.root, { recursive: true });
  }
}
