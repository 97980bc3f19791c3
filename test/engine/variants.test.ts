import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EngineClient } from '../../src/client/engineClient.js';
import { VariantChooser } from '../../src/client/variantChooser.js';
import { VerdictStore } from '../../src/client/verdictStore.js';
import { findMasks } from '../../src/core/masks.js';
import type { FillParams } from '../../src/protocol/engine.js';
import { built, MODEL } from '../support/built.js';
import { cloze } from '../support/cli.js';

const text = 'It was a very good [MASK].';
const request: FillParams = { text, masks: findMasks(text), top: 3, lane: 'interactive' };
let folder: string;
let clients: EngineClient[];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'cloze-variants-'));
  clients = [];
});
afterEach(() => {
  for (const client of clients) client.dispose();
  rmSync(folder, { recursive: true });
});

const gone = () => path.join(folder, 'gone');

/**
 * An engine that runs on the CPU whatever it is told, claims to be on WebGPU, and has a self-test there that is as fast
 * or as wrong as a test wants; `fill` on it can be made to fail. It has no CUDA, and no WebGPU any more while `gone` exists.
 */
function fakeDevice({ speedup = 10, wrong = false, onFill = '' } = {}): string {
  const file = path.join(folder, `engine${Math.random()}.cjs`);
  writeFileSync(
    file,
    `
    let device = 'cpu';
    const listeners = [];
    const on = process.on.bind(process);
    process.on = (name, listener) => name === 'message' ? (listeners.push(listener), process) : on(name, listener);
    const send = process.send.bind(process);
    const methods = new Map();
    process.send = (message) => {
      if (message.kind === 'result' && methods.get(message.id) === 'load') message.result.device = device;
      if (message.kind === 'result' && methods.get(message.id) === 'selfTest' && device !== 'cpu') {
        message.result.milliseconds /= ${speedup};
        if (${wrong}) message.result.topIds.fill(7);
      }
      return send(message);
    };
    require(${JSON.stringify(built('engine.cjs'))});
    on('message', (message) => {
      if (message.kind === 'call') methods.set(message.id, message.method);
      const isLost = message.params?.device === 'webgpu' && require('node:fs').existsSync(${JSON.stringify(gone())});
      if (message.params?.device === 'cuda' || isLost) {
        send({ kind: 'error', id: message.id, code: 'engine-unavailable', message: 'It is not here.' });
        return;
      }
      if (message.method === 'load') { device = message.params.device; message.params = { ...message.params, device: 'cpu' }; }
      if (message.method === 'fill' && device !== 'cpu') { ${onFill} }
      for (const listener of listeners) listener(message);
    });`,
  );
  return file;
}

function chooser(script: string) {
  const log: string[] = [];
  const fallbacks: string[] = [];
  const client = new EngineClient({
    script,
    onFallback: (failed, to, reason) => {
      fallbacks.push(`${failed.device}: ${reason.code}`);
      void it.fellBack(failed, to, reason);
    },
  });
  clients.push(client);
  const store = new VerdictStore(path.join(folder, 'verdicts'), '1.0.0');
  const it = new VariantChooser(client, {
    script,
    store,
    cache: path.join(folder, 'models'),
    log: (line) => log.push(line),
  });
  return { it, client, log, fallbacks };
}

/** Ids of the processes that run a script, in order. Linux. */
function enginesOf(script: string): number[] {
  const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const runs = (id: string) => {
    try {
      return readFileSync(`/proc/${id}/cmdline`, 'utf8').split('\0').includes(script);
    } catch {
      return false; // it has ended
    }
  };
  return ids.filter(runs).map(Number).toSorted();
}

const device = (client: EngineClient) => (client.state.kind === 'ready' ? client.state.info.device : client.state.kind);
const AUTO = { device: 'auto', precision: 'fp32' } as const;

describe('the choice of a device', () => {
  it('falls on one that gives the same and is faster; the CPU serves until then, and nothing is lost', async () => {
    const { it, client, log } = chooser(fakeDevice());
    it.use({ folder: MODEL }, AUTO);
    await client.call('fill', request);
    expect(device(client)).toBe('cpu');
    const first = client.pid;
    const under = Array.from({ length: 50 }, () => client.call('fill', request));
    await it.improve();
    expect((await Promise.all(under)).every(({ masks }) => masks.length === 1)).toBe(true);
    await client.call('fill', request);
    expect(device(client)).toBe('webgpu');
    expect(client.pid).not.toBe(first);
    expect(log[0]).toMatch(/^webgpu fp32: better, \d/);
  });

  it('is remembered: the next time nothing is tried', async () => {
    const script = fakeDevice();
    const before = chooser(script);
    before.it.use({ folder: MODEL }, AUTO);
    await before.it.improve();
    expect(readdirSync(path.join(folder, 'verdicts')).length).toBeGreaterThan(0);
    const after = chooser(script);
    after.it.use({ folder: MODEL }, AUTO);
    const start = performance.now();
    await after.it.improve();
    console.log(`with a memory: ${(performance.now() - start).toFixed(0)} ms`);
    await after.client.call('fill', request);
    expect(device(after.client)).toBe('webgpu');
  });

  it('stays when settings change that have nothing to do with it', async () => {
    const { it, client } = chooser(fakeDevice());
    it.use({ folder: MODEL }, AUTO);
    await it.improve();
    const { pid } = client;
    it.use({ folder: MODEL }, { ...AUTO });
    await client.call('fill', request);
    expect(client.pid).toBe(pid);
    expect(device(client)).toBe('webgpu');
  });

  it.each([
    ['slower', { speedup: 0.1 }],
    ['wrong', { wrong: true }],
  ])('does not fall on one that is %s', async (_, options) => {
    const { it, client, log } = chooser(fakeDevice(options));
    it.use({ folder: MODEL }, AUTO);
    await it.improve();
    await client.call('fill', request);
    expect(device(client)).toBe('cpu');
    expect(log[0]).toMatch(/^webgpu fp32: (not worth it|differs)/);
  });

  it('falls on the next best when the best can no longer be had, whose process ends', async () => {
    const script = fakeDevice();
    const before = chooser(script);
    before.it.use({ folder: MODEL }, AUTO);
    await before.it.improve();
    writeFileSync(gone(), '');
    const after = chooser(script);
    after.it.use({ folder: MODEL }, AUTO);
    await after.it.improve();
    expect(after.log).toContain('webgpu fp32 won before and cannot be had now: It is not here.');
    await after.client.call('fill', request);
    expect(device(after.client)).toBe('cpu');
    await expect.poll(() => enginesOf(script)).toEqual([before.client.pid, after.client.pid].toSorted());
    const third = chooser(script);
    third.it.use({ folder: MODEL }, AUTO);
    await third.it.improve();
    expect(third.log[0]).toMatch(/^webgpu fp32: failed: It is not here/);
  });

  it('is made by what serves: a memory of another baseline does not count', async () => {
    const script = fakeDevice({ wrong: true });
    const chosen = chooser(script);
    chosen.it.use({ folder: MODEL }, { device: 'webgpu', precision: 'auto' });
    await chosen.it.improve();
    expect(chosen.log).toEqual([expect.stringMatching(/^webgpu fp16: /)]);
    const { it, client, log } = chooser(script);
    it.use({ folder: MODEL }, { device: 'auto', precision: 'auto' });
    await it.improve();
    expect(log.filter((line) => line.startsWith('webgpu'))).toEqual([
      expect.stringMatching(/^webgpu fp32: differs/),
      expect.stringMatching(/^webgpu fp16: (differs|failed)/),
    ]);
    await client.call('fill', request);
    expect(device(client)).toBe('cpu');
  });

  it('does not fall on one that cannot be had', async () => {
    const nothing = { VK_ICD_FILENAMES: '/nonexistent', VK_DRIVER_FILES: '/nonexistent' };
    Object.assign(process.env, nothing);
    try {
      const { it, client, log } = chooser(built('engine.cjs'));
      it.use({ folder: MODEL }, AUTO);
      await it.improve();
      await client.call('fill', request);
      expect(device(client)).toBe('cpu');
      expect(log.every((line) => line.includes('failed: '))).toBe(true);
    } finally {
      for (const name of Object.keys(nothing)) delete process.env[name];
    }
  });
});

describe('a device that fails while it works', () => {
  it.each([
    [
      'by an error',
      `process.send({ kind: 'error', id: message.id, code: 'device-failed', message: 'Device lost.' }); return;`,
      'device-failed',
    ],
    ['by a crash', `process.kill(process.pid, 'SIGSEGV'); for (;;);`, 'engine-crashed'],
  ])('%s gives way to the CPU once, and the request is answered', async (_, onFill, code) => {
    const { it, client, fallbacks } = chooser(fakeDevice({ onFill }));
    it.use({ folder: MODEL }, { device: 'webgpu', precision: 'fp32' });
    const answers = await Promise.all(Array.from({ length: 5 }, () => client.call('fill', request)));
    expect(answers.every(({ masks }) => masks.length === 1)).toBe(true);
    expect(fallbacks).toEqual([`webgpu: ${code}`]);
    expect(device(client)).toBe('cpu');
    it.use({ folder: MODEL }, { device: 'webgpu', precision: 'fp32' });
    await client.call('fill', request);
    expect(device(client)).toBe('cpu');
  });

  it('is not blamed for a model that is damaged', async () => {
    const { it, client, fallbacks } = chooser(built('engine.cjs'));
    it.use({ folder: path.join(folder, 'no-model') }, { device: 'webgpu', precision: 'fp32' });
    await expect(client.call('fill', request)).rejects.toMatchObject({ code: 'bad-checkpoint' });
    expect(fallbacks).toEqual([]);
  });
});

describe('cloze doctor', () => {
  it('tells what works and what does not, and why', async () => {
    const env = { CLOZE_CACHE: folder, VK_ICD_FILENAMES: '/nonexistent', VK_DRIVER_FILES: '/nonexistent' };
    const { code, stdout } = await cloze(['doctor'], { env });
    expect(code).toBe(0);
    expect(stdout).toMatch(/- ONNX Runtime: 1\.\d+\.\d+/);
    expect(stdout).toMatch(/- weights: sha256 [0-9a-f]{64} \(model\.safetensors\)/);
    expect(stdout).toMatch(/- cpu, fp32: works, one mask in [\d.]+ ms/);
    expect(stdout).toMatch(/- cpu, int8: (better|not worth it|differs)/);
    if (process.platform === 'linux') expect(stdout).toMatch(/- webgpu, fp32: failed: .*\n {2}- .*libvulkan1/);
  });

  it('prints one JSON value with --json, and fails when nothing works', async () => {
    const { code, stdout } = await cloze(['doctor', '--json', '--model', folder], { env: { CLOZE_CACHE: folder } });
    expect(JSON.parse(stdout).ways).toEqual([
      { device: 'cpu', precision: 'fp32', outcome: expect.stringContaining('no config.json') },
    ]);
    expect(code).toBe(1);
  });
});
