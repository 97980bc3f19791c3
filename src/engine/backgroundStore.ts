import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Fit } from '../core/vectors/treatment.js';
import type { BackgroundVectors } from './background.js';
import { markUsed, removeLeastUsed } from './leastUsed.js';

/** Changes whenever what is kept is made in another way. */
const FORMAT = 1;
/** What decides a model's vectors: its configuration, its weights, its tokenizer. */
const DECISIVE =
  /^(config|tokenizer|tokenizer_config|added_tokens|special_tokens_map)\.json$|\.(safetensors|txt|model)$/;

const PREFIX = 'background-';
const FOLDERS = /^background-/;
/** Of all models together: some 25 representations of 2,000 sentences by a model of BERT's base size. */
const MOST_BYTES = 256 * 1024 * 1024;

/**
 * Background vectors and what was learned from them, in files of plain little-endian numbers: they can always be made
 * again, so whatever is missing, cut off or cannot be written is as if it had not been made. What was not used for
 * longest is removed.
 */
export class BackgroundStore {
  private constructor(
    private readonly folder: string,
    private readonly mostBytes: number,
  ) {}

  /**
   * @param how a model is run: another precision gives other vectors
   * @param mostBytes that all stores in `cache` may take
   */
  static async open(cache: string, modelFolder: string, how: string, mostBytes = MOST_BYTES): Promise<BackgroundStore> {
    const names = (await readdir(modelFolder)).filter((name) => DECISIVE.test(name)).sort();
    const hash = createHash('sha256').update(JSON.stringify([FORMAT, path.resolve(modelFolder), how]));
    for (const name of names) {
      const { size, mtimeMs } = await stat(path.join(modelFolder, name));
      hash.update(JSON.stringify([name, size, mtimeMs]));
    }
    return new BackgroundStore(path.join(cache, `${PREFIX}${hash.digest('hex').slice(0, 24)}`), mostBytes);
  }

  /** @param count how many sentences there are */
  async vectors(background: string, id: string, count: number): Promise<BackgroundVectors | undefined> {
    const bytes = await this.#read(background, id, 'vectors');
    const width = bytes ? bytes.byteLength / 4 / count - 1 : 0;
    if (!bytes || !Number.isInteger(width) || width < 1) return undefined;
    const tokens = new Int32Array(bytes, 0, count);
    const all = new Float32Array(bytes, 4 * count);
    return { tokens, vectors: Array.from(tokens, (_, i) => all.subarray(i * width, (i + 1) * width)) };
  }

  async keepVectors(background: string, id: string, { vectors, tokens }: BackgroundVectors): Promise<void> {
    await this.#write(background, id, 'vectors', [tokens, ...vectors]);
  }

  /** Of N sentences: N, the mean [D], the eigenvalues [D] and the eigenvectors [D, D]. */
  async fit(background: string, id: string): Promise<Fit | undefined> {
    const bytes = await this.#read(background, id, 'fit');
    if (!bytes || bytes.byteLength % 8 > 0) return undefined;
    const all = new Float64Array(bytes);
    const size = Math.round(Math.sqrt(all.length)) - 1; // 1 + 2 D + D^2
    if (size < 1 || all.length !== (size + 1) ** 2) return undefined;
    return {
      sample: all[0] as number,
      mean: all.subarray(1, 1 + size),
      spectrum: { values: all.subarray(1 + size, 1 + 2 * size), vectors: all.subarray(1 + 2 * size) },
    };
  }

  async keepFit(background: string, id: string, { sample, mean, spectrum }: Fit): Promise<void> {
    if (!spectrum) return;
    await this.#write(background, id, 'fit', [Float64Array.of(sample), mean, spectrum.values, spectrum.vectors]);
  }

  #file(background: string, id: string, kind: string): string {
    return path.join(this.folder, `${background} ${id.replaceAll('/', '.')}.${kind}`);
  }

  async #read(background: string, id: string, kind: string): Promise<ArrayBuffer | undefined> {
    const file = this.#file(background, id, kind);
    try {
      const bytes = await readFile(file);
      await markUsed(file);
      return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
    } catch {
      return undefined;
    }
  }

  async #write(background: string, id: string, kind: string, arrays: readonly ArrayBufferView[]): Promise<void> {
    const file = this.#file(background, id, kind);
    const unfinished = `${file}.${process.pid}`;
    const bytes = arrays.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength));
    try {
      await mkdir(this.folder, { recursive: true });
      await writeFile(unfinished, Buffer.concat(bytes));
      await rename(unfinished, file);
      await removeLeastUsed(path.dirname(this.folder), FOLDERS, this.mostBytes);
    } catch {
      await rm(unfinished, { force: true }).catch(() => {});
    }
  }
}
