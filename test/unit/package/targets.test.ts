import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { asTarget, TARGET_NAMES, TARGETS, targetOf } from '../../../scripts/package/targets.js';

describe('the target of a machine', () => {
  it.each([
    ['linux', 'x64', false, 'linux-x64'],
    ['linux', 'arm64', false, 'linux-arm64'],
    ['linux', 'x64', true, 'alpine-x64'],
    ['linux', 'arm64', true, 'alpine-arm64'],
    ['darwin', 'arm64', false, 'darwin-arm64'],
    ['darwin', 'x64', false, 'darwin-x64'],
    ['win32', 'x64', false, 'win32-x64'],
    ['win32', 'arm64', false, 'win32-arm64'],
  ])('on %s, %s, musl %s is %s', (platform, arch, musl, target) => {
    expect(targetOf({ platform, arch, musl })).toBe(target);
  });

  it('is refused, with those that there are, where there is none', () => {
    expect(() => targetOf({ platform: 'freebsd', arch: 'x64', musl: false })).toThrow(/freebsd-x64.*linux-x64, /);
    expect(() => asTarget('toString')).toThrow(/no package for toString/);
  });
});

it('gives each platform the binding, ONNX Runtime and the tokenizers of its own kind', () => {
  for (const target of TARGET_NAMES) {
    const platform = TARGETS[target];
    if ('lacks' in platform) continue;
    const [system, arch] = target.split('-');
    const own = (file: string) => file.includes(`/${system}/${arch}/`) || file.includes(`tokenizers.${target}`);
    expect(platform.natives.filter((file) => !own(file))).toEqual([]);
    expect(platform.natives.filter((file) => /(lib)?onnxruntime(\.|_binding)/.test(file))).toHaveLength(2);
    expect(platform.natives.filter((file) => file.startsWith('tokenizers/'))).toHaveLength(1);
  }
});

it('says where there is no ONNX Runtime that there is none, and why', () => {
  const lacking = TARGET_NAMES.filter((target) => 'lacks' in TARGETS[target]);
  expect(lacking).toEqual(['darwin-x64', 'alpine-x64', 'alpine-arm64']);
  for (const target of lacking) {
    const platform = TARGETS[target];
    expect('lacks' in platform && platform.lacks).toMatch(/^ONNX Runtime cannot be loaded on .+: .+\. .+\.$/);
    expect('lacks' in platform && platform.lacks).toContain(target);
  }
});

it('is what the workflow makes', () => {
  const workflow = readFileSync(path.resolve('.github/workflows/package.yml'), 'utf8');
  const list = /target: \[(.*)\]/.exec(workflow)?.[1]?.split(', ');
  expect(list?.sort()).toEqual([...TARGET_NAMES].sort());
});
