import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Trial, Verdict } from '../../src/client/variants.js';
import { VerdictStore } from '../../src/client/verdictStore.js';

const variant = { device: 'webgpu', precision: 'fp32' } as const;
const failed: Verdict = { kind: 'failed', reason: 'No adapter.' };
const differs: Verdict = { kind: 'differs', agreement: { top1: 0.5, logprob: 1, cosine: 0.5 } };
const baseline = { device: 'cpu', precision: 'fp32' } as const;
let folder: string;
let model: string;
let store: VerdictStore;
const trial = (other: Partial<Trial> = {}): Trial => {
  return { subject: { folder: model }, variant, baseline, runtimeVersion: '1', ...other };
};
const open = (clozeVersion = '1.0.0') => new VerdictStore(path.join(folder, 'new'), clozeVersion);

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'cloze-verdicts-'));
  model = mkdtempSync(path.join(tmpdir(), 'cloze-model-'));
  writeFileSync(path.join(model, 'model.safetensors'), 'one');
  store = open();
});

afterEach(() => {
  for (const it of [folder, model]) rmSync(it, { recursive: true });
});

it('remembers', async () => {
  expect(await store.get(trial())).toBeUndefined();
  await store.set(trial(), differs);
  expect(await open().get(trial())).toEqual(differs);
});

it('forgets what a new model, version, variant or baseline makes doubtful', async () => {
  await store.set(trial(), differs);
  expect(await store.get(trial({ runtimeVersion: '2' }))).toBeUndefined();
  expect(await store.get(trial({ baseline: { device: 'webgpu', precision: 'fp32' } }))).toBeUndefined();
  expect(await open('1.0.1').get(trial())).toBeUndefined();
  expect(await store.get(trial({ variant: { ...variant, device: 'cuda' } }))).toBeUndefined();
  writeFileSync(path.join(model, 'model.safetensors'), 'another');
  expect(await store.get(trial())).toBeUndefined();
});

it('forgets when another ONNX Runtime is named, or libraries are added to it', async () => {
  const onnxRuntime = path.join(folder, 'onnxruntime-node');
  const natives = path.join(onnxRuntime, 'bin', 'napi-v6', 'linux', 'x64');
  mkdirSync(natives, { recursive: true });
  await store.set(trial(), differs);
  expect(await store.get(trial({ subject: { folder: model, onnxRuntime } }))).toBeUndefined();
  await store.set(trial({ subject: { folder: model, onnxRuntime } }), failed);
  expect(await store.get(trial({ subject: { folder: model, onnxRuntime } }))).toEqual(failed);
  writeFileSync(path.join(natives, 'libonnxruntime_providers_cuda.so'), '');
  expect(await store.get(trial({ subject: { folder: model, onnxRuntime } }))).toBeUndefined();
  expect(await store.get(trial())).toEqual(differs);
});

it('leaves nothing behind when it cannot write', async () => {
  await store.set(trial(), differs);
  const files = path.join(folder, 'new');
  const [name = ''] = readdirSync(files);
  rmSync(path.join(files, name));
  mkdirSync(path.join(files, name)); // nothing can take its place
  await expect(store.set(trial(), differs)).rejects.toThrow();
  expect(readdirSync(files)).toEqual([name]);
});

it('tries a failure again after a week, and nothing else', async () => {
  await store.set(trial(), failed);
  expect(await store.get(trial())).toEqual(failed);
  const age = () => {
    const files = path.join(folder, 'new');
    const old = Date.now() / 1000 - 8 * 24 * 3600;
    for (const name of readdirSync(files)) utimesSync(path.join(files, name), old, old);
  };
  age();
  expect(await store.get(trial())).toBeUndefined();
  await store.set(trial(), differs);
  age();
  expect(await store.get(trial())).toEqual(differs);
});

it('takes a damaged memory for none', async () => {
  await store.set(trial(), differs);
  for (const text of ['', '{', '[]', '{"kind":1}']) {
    for (const name of readdirSync(path.join(folder, 'new'))) writeFileSync(path.join(folder, 'new', name), text);
    expect(await store.get(trial())).toBeUndefined();
  }
});
