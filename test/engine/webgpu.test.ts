import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, it, type TestContext } from 'vitest';
import { SELF_TEST_TEXTS } from '../../src/core/selfTestText.js';
import { MODEL } from '../support/built.js';
import { cloze } from '../support/cli.js';
import { counted, placement } from '../support/placement.js';

/** A software GPU, part of Debian's chromium package. */
const SWIFTSHADER = '/usr/lib/chromium/vk_swiftshader_icd.json';
const env = { VK_ICD_FILENAMES: SWIFTSHADER, VK_DRIVER_FILES: SWIFTSHADER, XDG_RUNTIME_DIR: tmpdir() };

function needSwiftShader(context: TestContext): void {
  if (process.platform !== 'linux' || process.arch !== 'x64') context.skip('needs Linux on x64');
  if (!existsSync(SWIFTSHADER)) context.skip("needs SwiftShader: Debian's package chromium");
  const loaders = spawnSync('/sbin/ldconfig', ['-p'], { encoding: 'utf8' }).stdout ?? '';
  if (!loaders.includes('libvulkan.so.1')) context.skip("needs a Vulkan loader: Debian's package libvulkan1");
}

describe('the WebGPU provider on a software GPU', () => {
  it.for(['bert', 'albert'])('agrees with the reference on golden %s', async (name, context) => {
    needSwiftShader(context);
    const args = ['verify', `test/fixtures/golden/${name}`, '--device', 'webgpu', '--placement', '--json'];
    const { code, stdout, stderr } = await cloze(args, { env });
    expect(stderr.replace(/^.*\[[VIW]:onnxruntime.*$/gm, '').trim()).toBe('');
    expect(JSON.parse(stdout)).toMatchObject({ passed: true });
    expect(code).toBe(0);

    const placed = placement(stderr);
    for (const [provider, nodes] of placed)
      console.log(`${name}: ${provider}: ${nodes.length} nodes (${counted(nodes)})`);
    const onGpu = placed.get('WebGpuExecutionProvider') ?? [];
    const onCpu = placed.get('CPUExecutionProvider') ?? [];
    for (const heavy of ['Gemm', 'MatMul', 'Softmax', 'LayerNormalization']) expect(onCpu).not.toContain(heavy);
    expect(onGpu).toContain('Gemm');
  });

  it('fills a mask with the words that the CPU finds', async (context) => {
    needSwiftShader(context);
    const args = ['fill', 'He opened the door and went [MASK].', '--json', '--model', MODEL];
    const [gpu, cpu] = await Promise.all([cloze([...args, '--device', 'webgpu'], { env }), cloze(args)]);
    const [onGpu, onCpu] = [JSON.parse(gpu.stdout), JSON.parse(cpu.stdout)];
    expect([onGpu.device, onCpu.device]).toEqual(['webgpu', 'cpu']);
    const words = (result: typeof onGpu) => result.masks[0].candidates.map(({ word }: { word: string }) => word);
    expect(words(onGpu)).toEqual(words(onCpu));
    expect(onGpu.masks[0].candidates[0].probability).toBeCloseTo(onCpu.masks[0].candidates[0].probability, 4);
  });
});

/** ONNX Runtime's fused attention, which is not used here, is wrong from 32 tokens on. */
describe('the WebGPU provider on a long text', () => {
  it('computes what the CPU computes', async (context) => {
    needSwiftShader(context);
    const text = `${SELF_TEST_TEXTS.at(-2)} He opened the door and went [MASK].`;
    const args = ['fill', text, '--json', '--model', MODEL, '--top', '5'];
    const [gpu, cpu] = await Promise.all([cloze([...args, '--device', 'webgpu'], { env }), cloze(args)]);
    const [onGpu, onCpu] = [gpu, cpu].map(({ stdout }) => JSON.parse(stdout).masks[0]);
    expect(onGpu.candidates.map(({ word }: { word: string }) => word)).toEqual(
      onCpu.candidates.map(({ word }: { word: string }) => word),
    );
    for (const [i, { logprob }] of onGpu.candidates.entries()) {
      expect(logprob).toBeCloseTo(onCpu.candidates[i].logprob, 4);
    }
    expect(onGpu.entropy).toBeCloseTo(onCpu.entropy, 4);
  }, 120_000);
});

describe('the WebGPU provider in fp16', () => {
  it('finds the words that the CPU finds, or says that the GPU has no fp16', async (context) => {
    needSwiftShader(context);
    const args = ['fill', 'He opened the door and went [MASK].', '--json', '--model', MODEL, '--top', '3'];
    const gpu = await cloze([...args, '--device', 'webgpu', '--precision', 'fp16'], { env });
    if (gpu.code !== 0) {
      expect(gpu.stderr).toMatch(/f16|float16|fp16/i);
      return;
    }
    const words = (stdout: string) => JSON.parse(stdout).masks[0].candidates.map(({ word }: { word: string }) => word);
    expect(words(gpu.stdout)).toEqual(words((await cloze(args)).stdout));
  });
});

describe('the WebGPU provider without a GPU', () => {
  it('is told as unavailable, not as a bad request', async (context) => {
    if (process.platform !== 'linux') context.skip('a GPU can be hidden on Linux only');
    const nothing = { VK_ICD_FILENAMES: '/nonexistent.json', VK_DRIVER_FILES: '/nonexistent.json' };
    const { code, stdout, stderr } = await cloze(['fill', 'A [MASK].', '--device', 'webgpu'], { env: nothing });
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/could not be loaded on webgpu/);
  });
});
