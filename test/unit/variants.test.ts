import { describe, expect, it } from 'vitest';
import { remedy } from '../../src/client/remedy.js';
import {
  better,
  candidates,
  describeVerdict,
  firstVariant,
  isWorthTrying,
  judge,
  type Verdict,
} from '../../src/client/variants.js';
import type { SelfTest } from '../../src/protocol/engine.js';

const test = (milliseconds: number, wrong = 0): SelfTest => ({
  topIds: Int32Array.from({ length: 100 }, (_, i) => (i < wrong ? -1 : i)),
  topLogprobs: new Float32Array(100),
  vectors: [Float32Array.of(1, 2)],
  milliseconds,
});
const names = (wish: Parameters<typeof candidates>[0]) =>
  candidates(wish, ['cpu', 'webgpu', 'cuda']).map(({ device, precision }) => `${device} ${precision}`);

describe('what is tried', () => {
  it('is everything when all is left to measurements; the CPU in fp32 serves at once', () => {
    const wish = { device: 'auto', precision: 'auto' } as const;
    expect(names(wish)).toEqual(['cpu int8', 'cpu int7', 'webgpu fp32', 'webgpu fp16', 'cuda fp32', 'cuda fp16']);
    expect(firstVariant(wish)).toEqual({ device: 'cpu', precision: 'fp32' });
  });

  it('is nothing where a person has said what they want', () => {
    expect(names({ device: 'cpu', precision: 'fp32' })).toEqual([]);
    expect(names({ device: 'cpu', precision: 'int8' })).toEqual([]);
    expect(names({ device: 'webgpu', precision: 'fp16' })).toEqual([]);
    expect(firstVariant({ device: 'cpu', precision: 'int8' })).toEqual({ device: 'cpu', precision: 'int8' });
    expect(firstVariant({ device: 'webgpu', precision: 'int8' })).toEqual({ device: 'webgpu', precision: 'fp32' });
  });

  it('is the rest where a person has said half of it', () => {
    expect(names({ device: 'cpu', precision: 'auto' })).toEqual(['cpu int8', 'cpu int7']);
    expect(names({ device: 'auto', precision: 'fp32' })).toEqual(['webgpu fp32', 'cuda fp32']);
    expect(names({ device: 'webgpu', precision: 'auto' })).toEqual(['webgpu fp16']);
    expect(names({ device: 'auto', precision: 'fp16' })).toEqual(['webgpu fp16', 'cuda fp16']);
    expect(names({ device: 'auto', precision: 'int8' })).toEqual([]);
  });

  it('is 7 bits only where 8 went wrong', () => {
    const int7 = { device: 'cpu', precision: 'int7' } as const;
    const int8 = { device: 'cpu', precision: 'int8' } as const;
    expect(isWorthTrying(int7, [])).toBe(false);
    expect(isWorthTrying(int7, [[int8, judge('int8', test(10), test(5))]])).toBe(false);
    expect(isWorthTrying(int7, [[int8, judge('int8', test(10), test(5, 50))]])).toBe(true);
  });
});

describe('the verdict', () => {
  it('takes what gives the same and is faster', () => {
    expect(judge('fp32', test(10), test(5)).kind).toBe('better');
    expect(judge('fp32', test(10), test(9)).kind).toBe('slower');
    expect(judge('fp32', test(10), test(1000)).kind).toBe('slower');
  });

  it('takes int8 with 98 % of the words, not with fewer', () => {
    expect(judge('int8', test(10), test(2, 2)).kind).toBe('better');
    expect(judge('int8', test(10), test(2, 3)).kind).toBe('differs');
  });

  it('prefers the fastest', () => {
    const verdicts: Verdict[] = [
      judge('fp32', test(10), test(5)),
      judge('fp32', test(10), test(2)),
      { kind: 'failed', reason: 'x' },
    ];
    const variants = (['webgpu', 'cuda', 'dml'] as const).map((device) => ({ device, precision: 'fp32' as const }));
    const tried = verdicts.map((verdict, i) => [variants[i] as (typeof variants)[number], verdict] as const);
    expect(better(tried)).toEqual([variants[1], variants[0]]);
    expect(better([])).toEqual([]);
  });

  it('is told in words', () => {
    expect(describeVerdict(judge('fp32', test(10), test(5)))).toMatch(/^better, 2\.00 times as fast: .*100\.0 %/);
    expect(describeVerdict({ kind: 'failed', reason: 'No adapter.' })).toBe('failed: No adapter.');
  });
});

it('knows what helps', () => {
  expect(remedy('webgpu', 'Failed to get a WebGPU adapter', 'linux')).toMatch(/libvulkan1/);
  expect(remedy('webgpu', 'No adapter', 'win32')).toMatch(/driver/);
  expect(remedy('cuda', 'libcudnn.so.9: cannot open shared object file', 'linux')).toMatch(/^CUDA needs .*cuDNN 9/);
  expect(remedy('cuda', 'libonnxruntime_providers_cuda.so: cannot open', 'linux')).toMatch(/cloze\.onnxRuntimePath/);
  expect(remedy('dml', 'anything', 'win32')).toMatch(/DirectX 12/);
  expect(remedy('cpu', 'anything', 'linux')).toBeUndefined();
});
