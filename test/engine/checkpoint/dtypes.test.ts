import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { TensorData } from '../../../src/protocol/engine.js';
import {
  difference,
  type GoldenCase,
  goldenCases,
  goldenFolder,
  type Json,
  openForInspection,
  readGolden,
  temporaryFolder,
  writeCheckpoint,
} from '../../support/checkpoints.js';
import { f32, floats, halved } from '../../support/half-precision.js';
import { safetensors, type Tensors } from '../../support/safetensors.js';

let golden: { config: Json; tensors: Tensors };
let cases: GoldenCase[];

beforeAll(async () => {
  golden = await readGolden('bert');
  cases = await goldenCases('bert');
});

async function outputsOf(folder: string): Promise<ReadonlyMap<string, TensorData>[]> {
  const { inspect } = await openForInspection(folder);
  const outputs = [];
  for (const { inputs } of cases) outputs.push(await inspect(inputs));
  return outputs;
}

async function expectSame(folder: string, other: string, tolerance: number) {
  const [got, expected] = [await outputsOf(folder), await outputsOf(other)];
  for (const [i, outputs] of expected.entries()) {
    expect(outputs.size).toBeGreaterThan(5);
    for (const [name, tensor] of outputs) {
      const scale = tensor.data.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1);
      expect(difference(got[i]?.get(name), tensor), name).toBeLessThanOrEqual(tolerance * scale);
    }
  }
}

describe.each(['F16', 'BF16'] as const)('a checkpoint stored as %s', (dtype) => {
  it('computes what its values stored as F32 compute', async () => {
    const halves = Array.from(golden.tensors, ([name, tensor]) => [name, halved(tensor, dtype)] as const);
    const stored = await writeCheckpoint(golden.config, new Map(halves.map(([name, half]) => [name, half.stored])));
    const widened = await writeCheckpoint(golden.config, new Map(halves.map(([name, half]) => [name, half.widened])));
    await expectSame(stored, widened, 1e-6);

    const [rounded] = await outputsOf(stored);
    const logits = cases[0]?.outputs.get('prediction_logits');
    expect(difference(rounded?.get('token_logits'), logits), 'rounding shows').toBeGreaterThan(1e-5);
  });

  it('may mix types', async () => {
    const [stored, widened] = [new Map(golden.tensors), new Map(golden.tensors)];
    for (const [name, tensor] of golden.tensors) {
      if (!name.includes('LayerNorm') && !name.includes('layer.1.')) continue;
      const half = halved(tensor, dtype);
      stored.set(name, half.stored);
      widened.set(name, half.widened);
    }
    await expectSame(await writeCheckpoint(golden.config, stored), await writeCheckpoint(golden.config, widened), 1e-6);
  });
});

describe('half precisions in these tests', () => {
  const values = [0, -0, 1, -1.5, 65504, 2 ** -14, 2 ** -24, -3 * 2 ** -24, 1 + 2 ** -11, 1 + 3 * 2 ** -11, 1 / 3];

  it('are rounded to the nearest, ties to even', () => {
    const f16 = [0, -0, 1, -1.5, 65504, 2 ** -14, 2 ** -24, -3 * 2 ** -24, 1, 1 + 2 ** -9, 0.333251953125];
    expect(Array.from(floats(halved(f32([11], values), 'F16').widened))).toEqual(f16);
    const bf16 = [0, -0, 1, -1.5, 65536, 2 ** -14, 2 ** -24, -3 * 2 ** -24, 1, 1, 0.333984375];
    expect(Array.from(floats(halved(f32([11], values), 'BF16').widened))).toEqual(bf16);
  });
});

/** The golden checkpoint in two shards that cut through its layers, and their index. */
function shards(): Record<string, Uint8Array> {
  const entries = [...golden.tensors];
  const parts = [entries.filter((_, i) => i % 2 === 0), entries.filter((_, i) => i % 2 === 1)];
  const names = ['model-00001-of-00002.safetensors', 'model-00002-of-00002.safetensors'];
  const map = parts.flatMap((part, i) => part.map(([tensor]) => [tensor, names[i]]));
  return {
    'config.json': Buffer.from(JSON.stringify(golden.config)),
    'model.safetensors.index.json': Buffer.from(JSON.stringify({ weight_map: Object.fromEntries(map) })),
    ...Object.fromEntries(parts.map((part, i) => [names[i], safetensors(new Map(part))])),
  };
}

/** Files as the hub's cache keeps them: a snapshot of links to blobs that are named by hashes. */
async function likeTheHub(files: Record<string, Uint8Array>): Promise<string> {
  const root = await temporaryFolder();
  const snapshot = path.join(root, 'snapshots/0123');
  await mkdir(snapshot, { recursive: true });
  await mkdir(path.join(root, 'blobs'));
  for (const [i, [name, content]] of Object.entries(files).entries()) {
    const hash = `${i}`.repeat(40);
    await writeFile(path.join(root, 'blobs', hash), content);
    await symlink(`../../blobs/${hash}`, path.join(snapshot, name));
  }
  return snapshot;
}

describe('the same checkpoint', () => {
  it('in shards gives the same numbers', async () => {
    const folder = await temporaryFolder();
    for (const [name, content] of Object.entries(shards())) await writeFile(path.join(folder, name), content);
    await expectSame(folder, goldenFolder('bert'), 0);
  });

  it('in one file behind links gives the same numbers', async () => {
    const config = Buffer.from(JSON.stringify(golden.config));
    const files = { 'config.json': config, 'model.safetensors': safetensors(golden.tensors) };
    await expectSame(await likeTheHub(files), goldenFolder('bert'), 0);
  });

  it('in shards behind links gives the same numbers', async () => {
    await expectSame(await likeTheHub(shards()), goldenFolder('bert'), 0);
  });
});
