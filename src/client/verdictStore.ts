import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { isRecord } from '../core/json.js';
import { graphicsAdapters } from './adapters.js';
import type { Trial, Verdict } from './variants.js';

/** What failed may have failed by chance: it is tried again after a week. */
const RETRY_MILLISECONDS = 7 * 24 * 3600 * 1000;

/** Remembers what became of a trial, per model, device, driver, baseline and versions: anything new is tried again. */
export class VerdictStore {
  /**
   * @param folder created when it is needed
   * @param clozeVersion another may compute in another way, or test more
   */
  constructor(
    private readonly folder: string,
    private readonly clozeVersion: string,
  ) {}

  async get(trial: Trial): Promise<Verdict | undefined> {
    try {
      const file = await this.#file(trial);
      const value: unknown = JSON.parse(await readFile(file, 'utf8'));
      if (!isRecord(value) || typeof value['kind'] !== 'string') return undefined;
      const isOld = Date.now() - (await stat(file)).mtimeMs > RETRY_MILLISECONDS;
      return value['kind'] === 'failed' && isOld ? undefined : (value as Verdict);
    } catch {
      return undefined;
    }
  }

  /** @throws Error when it cannot be written; nothing is left behind then */
  async set(trial: Trial, verdict: Verdict): Promise<void> {
    const file = await this.#file(trial);
    await mkdir(this.folder, { recursive: true });
    const unfinished = `${file}.${process.pid}`;
    try {
      await writeFile(unfinished, JSON.stringify(verdict));
      await rename(unfinished, file);
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
  }

  async #file({ subject, variant, baseline, runtimeVersion }: Trial): Promise<string> {
    const machine = [process.platform, process.arch, os.release(), os.cpus()[0]?.model, await graphicsAdapters()];
    const { folder, onnxRuntime } = subject;
    const model = await fingerprint(folder, /\.(json|safetensors|txt)$/);
    // More libraries in that folder may be all that a device lacked.
    const runtime = onnxRuntime && (await fingerprint(path.join(onnxRuntime, 'bin'), /\.(node|dll|dylib|so)\b/, true));
    const facts = [this.clozeVersion, model, runtime, variant, baseline, runtimeVersion, machine];
    const hash = createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 24);
    return path.join(this.folder, `${variant.device}-${variant.precision}-${hash}.json`);
  }
}

/** Names, sizes and times of the files in a folder, or in all below it, that have such names. */
async function fingerprint(folder: string, kind: RegExp, recursive = false): Promise<unknown> {
  const all = await readdir(folder, { recursive, encoding: 'utf8' });
  const names = all.filter((name) => kind.test(name)).sort();
  const files = names.map(async (name) => {
    const { size, mtimeMs } = await stat(path.join(folder, name));
    return [name, size, mtimeMs];
  });
  return Promise.all([folder, ...files]);
}
