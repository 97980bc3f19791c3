import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readCheckpoint } from '../../src/checkpoint/checkpoint.js';
import { widen } from '../../src/checkpoint/halves.js';
import { int8Copy, quantize } from '../../src/checkpoint/int8.js';
import { type Agreement, agreement } from '../../src/core/agreement.js';
import { engineService } from '../../src/engine/service.js';
import type { Precision } from '../../src/protocol/engine.js';
import { MODEL } from '../support/built.js';
import { f32, floats, halved } from '../support/half-precision.js';

let cache: string;
beforeEach(() => {
  cache = mkdtempSync(path.join(tmpdir(), 'cloze-int8-'));
});
afterEach(() => {
  chmodSync(cache, 0o755);
  rmSync(cache, { recursive: true });
});

const architecture = async () => (await readCheckpoint(MODEL)).architecture;
const { signal } = new AbortController();

/** Whether products of 8 bits can overflow on this processor (int8.ts), as far as can be told. */
const overflows =
  process.arch === 'x64' && !(process.platform === 'linux' && /vnni/.test(readFileSync('/proc/cpuinfo', 'utf8')));

async function selfTest(precision: Precision) {
  const engine = engineService();
  await engine.load({ folder: MODEL, device: 'cpu', precision, cache }, signal);
  return engine.selfTest(null, signal);
}

describe('quantize', () => {
  it('transposes, and rounds each output to multiples of its own scale', () => {
    const { values, scales } = quantize(Float32Array.of(1, -2, 0.5, 0, 0, 0), 2, 3, 127);
    expect(scales[0]).toBeCloseTo(2 / 127);
    expect(scales[1]).toBe(1);
    expect(Array.from(values)).toEqual([64, 0, -127, 0, 32, 0]);
  });

  it('stays within 7 bits when told', () => {
    const weights = Float32Array.from({ length: 64 * 64 }, (_, i) => Math.sin(i) * i);
    const { values } = quantize(weights, 64, 64, 63);
    expect(Math.max(...values)).toBe(63);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(-63);
  });
});

it('widens what is stored in halves as a converter of its own does', () => {
  const values = [0, -0, 1, -1.5, 65504, 6e-8, 6.1e-5, 1e-3, 2.9999];
  for (const dtype of ['F16', 'BF16'] as const) {
    const { stored, widened } = halved(f32([values.length], values), dtype);
    expect(Array.from(widen(stored.data, dtype))).toEqual(Array.from(floats(widened)));
  }
});

describe('an int8 copy', () => {
  it('is made once, also when many want it at the same time', async () => {
    const copies = await Promise.all(
      Array.from({ length: 5 }, async () => int8Copy(await architecture(), cache, 'int8')),
    );
    expect(new Set(copies.map(({ folder }) => folder)).size).toBe(1);
    expect(readdirSync(cache)).toHaveLength(1);
    expect(copies[0]?.tensors.get('bert.encoder.layer.0.output.dense.weight.int8')?.shape).toEqual([512, 128]);
    expect(copies[0]?.tensors.has('bert.encoder.layer.0.output.dense.weight')).toBe(false);
    expect(copies[0]?.tensors.has('cls.predictions.transform.dense.weight.int8')).toBe(false);
    expect(copies[0]?.tensors.has('bert.embeddings.word_embeddings.weight')).toBe(true);
  });

  it('is another one for other bits', async () => {
    await int8Copy(await architecture(), cache, 'int8');
    await int8Copy(await architecture(), cache, 'int7');
    expect(readdirSync(cache)).toHaveLength(2);
  });

  it('makes room: those that were not used for longest go, and nothing else', async () => {
    const make = (folder: string, days: number) => {
      const file = path.join(cache, folder, 'model.safetensors');
      mkdirSync(path.dirname(file));
      writeFileSync(file, '');
      truncateSync(file, 5 * 2 ** 28); // a hole: it takes no room
      const used = Date.now() / 1000 - days * 24 * 3600;
      utimesSync(file, used, used);
    };
    make('int8-old', 2);
    make('int7-older', 3);
    make('other', 4);
    await selfTest('int8');
    const [own, ...kept] = readdirSync(cache)
      .sort((one, other) => one.length - other.length)
      .reverse();
    expect(own).toMatch(/^int8-.{24}$/);
    expect(kept.sort()).toEqual(['int8-old', 'other']);
  });

  it('that cannot be written says so and leaves nothing behind', async () => {
    const file = path.join(cache, 'a-file');
    writeFileSync(file, '');
    await expect(int8Copy(await architecture(), path.join(file, 'below'), 'int8')).rejects.toMatchObject({
      message: expect.stringMatching(/int8 copy of the model cannot be written/),
    });
    expect(readdirSync(cache)).toEqual(['a-file']);
  });

  it('gives nearly the same words and vectors', async () => {
    const [exact, int8, int7] = [await selfTest('fp32'), await selfTest('int8'), await selfTest('int7')];
    const eight = agreement(exact, int8);
    const seven = agreement(exact, int7);
    const told = ({ top1, cosine }: Agreement) =>
      `${(100 * top1).toFixed(1)} % of the words, cosine ${cosine.toFixed(5)}`;
    console.log(`int8: ${told(eight)}; int7: ${told(seven)}; ${overflows ? 'without' : 'with'} VNNI`);
    expect(eight.top1).toBeGreaterThan(0.93);
    expect(eight.top1).toBeLessThan(1);
    expect(eight.cosine).toBeGreaterThan(overflows ? 0.99 : 0.999);
    expect(seven.top1).toBeGreaterThan(0.9);
    expect(seven.cosine).toBeGreaterThan(0.999);
  });

  it('is refused on a GPU, and without a folder to keep it in', async () => {
    const load = (more: object) =>
      engineService().load({ folder: MODEL, device: 'cpu', precision: 'int8', ...more }, signal);
    await expect(load({})).rejects.toMatchObject({ code: 'bad-request' });
    await expect(load({ cache, device: 'webgpu' })).rejects.toMatchObject({ code: 'bad-request' });
  });
});
