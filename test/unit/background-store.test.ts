import { mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BackgroundStore } from '../../src/engine/backgroundStore.js';

const VECTORS = { tokens: Int32Array.of(3, 4), vectors: [Float32Array.of(1, 2), Float32Array.of(3, 4)] };
/** Two token counts and two vectors of two numbers. */
const BYTES = 24;

let cache = '';
beforeEach(() => {
  cache = mkdtempSync(path.join(tmpdir(), 'cloze-store-'));
});
afterEach(() => rmSync(cache, { recursive: true }));

const open = (how: string, most?: number) => BackgroundStore.open(cache, cache, how, most);
const files = () =>
  readdirSync(cache, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(path.join(cache, name)).isFile());

/** As if all that is kept were not used for so many days. */
function age(days: number): void {
  const then = new Date(Date.now() - days * 86_400_000);
  for (const file of files()) utimesSync(path.join(cache, file), then, then);
}

describe('BackgroundStore', () => {
  it('gives back what it kept', async () => {
    const store = await open('cpu fp32');
    expect(await store.vectors('text', 'mean', 2)).toBeUndefined();
    await store.keepVectors('text', 'mean/bare', VECTORS);
    expect(await store.vectors('text', 'mean/bare', 2)).toEqual(VECTORS);
    expect(await (await open('cpu int8')).vectors('text', 'mean/bare', 2)).toBeUndefined();
  });

  it('removes what was not used for longest, of all models', async () => {
    const one = await open('cpu fp32', 2 * BYTES);
    const other = await open('cpu int8', 2 * BYTES);
    await one.keepVectors('text', 'mean', VECTORS);
    await one.keepVectors('text', 'cls', VECTORS);
    age(2);
    await one.vectors('text', 'mean', 2);
    await other.keepVectors('text', 'mean', VECTORS);
    expect(await one.vectors('text', 'cls', 2)).toBeUndefined();
    expect(await one.vectors('text', 'mean', 2)).toEqual(VECTORS);
    expect(await other.vectors('text', 'mean', 2)).toEqual(VECTORS);
    expect(files()).toHaveLength(2);
  });

  it('leaves alone what is not its own, and no empty folders', async () => {
    writeFileSync(path.join(cache, 'copy.safetensors'), new Uint8Array(9 * BYTES));
    await (await open('cpu fp32', BYTES)).keepVectors('text', 'mean', VECTORS);
    age(2);
    await (await open('cpu int8', BYTES)).keepVectors('text', 'mean', VECTORS);
    expect(readdirSync(cache)).toHaveLength(2);
    expect(readdirSync(cache)).toContain('copy.safetensors');
  });
});
