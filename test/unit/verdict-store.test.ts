import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Verdict } from '../../src/client/variants.js';
import { VerdictStore } from '../../src/client/verdictStore.js';

const variant = { device: 'webgpu', precision: 'fp32' } as const;
const failed: Verdict = { kind: 'failed', reason: 'No adapter.' };
const differs: Verdict = { kind: 'differs', agreement: { top1: 0.5, logprob: 1, cosine: 0.5 } };
let folder: string;
let model: string;
let store: VerdictStore;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'cloze-verdicts-'));
  model = mkdtempSync(path.join(tmpdir(), 'cloze-model-'));
  writeFileSync(path.join(model, 'model.safetensors'), 'one');
  store = new VerdictStore(path.join(folder, 'new'));
});

afterEach(() => {
  for (const it of [folder, model]) rmSync(it, { recursive: true });
});

it('remembers', async () => {
  expect(await store.get(model, variant, '1')).toBeUndefined();
  await store.set(model, variant, '1', differs);
  expect(await new VerdictStore(path.join(folder, 'new')).get(model, variant, '1')).toEqual(differs);
});

it('forgets what a new model, version or variant makes doubtful', async () => {
  await store.set(model, variant, '1', differs);
  expect(await store.get(model, variant, '2')).toBeUndefined();
  expect(await store.get(model, { ...variant, device: 'cuda' }, '1')).toBeUndefined();
  writeFileSync(path.join(model, 'model.safetensors'), 'another');
  expect(await store.get(model, variant, '1')).toBeUndefined();
});

it('tries a failure again after a week, and nothing else', async () => {
  await store.set(model, variant, '1', failed);
  expect(await store.get(model, variant, '1')).toEqual(failed);
  const age = () => {
    const files = path.join(folder, 'new');
    const old = Date.now() / 1000 - 8 * 24 * 3600;
    for (const name of readdirSync(files)) utimesSync(path.join(files, name), old, old);
  };
  age();
  expect(await store.get(model, variant, '1')).toBeUndefined();
  await store.set(model, variant, '1', differs);
  age();
  expect(await store.get(model, variant, '1')).toEqual(differs);
});

it('takes a damaged memory for none', async () => {
  await store.set(model, variant, '1', differs);
  for (const text of ['', '{', '[]', '{"kind":1}']) {
    for (const name of readdirSync(path.join(folder, 'new'))) writeFileSync(path.join(folder, 'new', name), text);
    expect(await store.get(model, variant, '1')).toBeUndefined();
  }
});
