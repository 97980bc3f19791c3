import { cpSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { EngineClient, type EngineClientOptions } from '../../src/client/engineClient.js';
import { EngineProcess } from '../../src/client/engineProcess.js';
import type { EngineState } from '../../src/client/state.js';
import { ClozeError } from '../../src/core/errors.js';
import { findMasks } from '../../src/core/masks.js';
import type { FillParams } from '../../src/protocol/engine.js';
import { built, MODEL } from '../support/built.js';

const TEXT = 'It was a very good [MASK].';
const request = (text = TEXT): FillParams => ({ text, masks: findMasks(text), top: 3, lane: 'interactive' });

/** Keeps the engine busy for a while: hundreds of windows. */
const LONG: FillParams = request(`${'The [MASK] was there. '.repeat(2500)}`);

let temporary: string;
const open: EngineClient[] = [];

beforeAll(() => {
  temporary = mkdtempSync(path.join(tmpdir(), 'cloze-process-'));
  return () => rmSync(temporary, { recursive: true });
});

afterEach(() => {
  for (const client of open.splice(0)) client.dispose();
});

function client(options: Partial<EngineClientOptions> = {}, folder = MODEL) {
  const states: EngineState[] = [];
  const it = new EngineClient({
    script: built('engine.cjs'),
    onState: (state) => states.push(state),
    ...options,
  });
  it.use({ folder, device: 'cpu' });
  open.push(it);
  return { engine: it, states, kinds: () => states.map(({ kind }) => kind) };
}

/** A stand-in for the engine that does what a bug might make it do. */
function script(code: string): string {
  const file = path.join(temporary, `engine${Math.random()}.cjs`);
  writeFileSync(file, code);
  return file;
}

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}

describe('the engine process', () => {
  it('starts with the first request, not before', async () => {
    const { engine, kinds } = client();
    expect(engine.pid).toBeUndefined();
    const { masks } = await engine.call('fill', request());
    expect(masks[0]?.candidates).toHaveLength(3);
    expect(kinds()).toEqual(['idle', 'loading', 'ready']);
  });

  it('is killed in the middle of a request: the request is tried again and answered', async () => {
    const { engine, kinds } = client();
    await engine.call('fill', request());
    const first = engine.pid as number;
    const answer = engine.call('fill', LONG);
    await new Promise((resolve) => setTimeout(resolve, 60));
    process.kill(first, 'SIGKILL');
    expect((await answer).masks).toHaveLength(2500);
    expect(engine.pid).not.toBe(first);
    expect(kinds()).toEqual(['idle', 'loading', 'ready', 'failed', 'loading', 'ready']);
  });

  it('dies of every request: each is rejected after a second try, and the next are refused for a while', async () => {
    const dying = script(`
      process.on('message', ({ id, method }) => {
        if (method === 'load') process.send({ kind: 'result', id, result: { name: 'x' } });
        else { console.error('Segmentation fault, I suppose'); process.kill(process.pid, 'SIGSEGV'); }
      });`);
    const { engine } = client({ script: dying });
    for (let i = 0; i < 2; i++) {
      await expect(engine.call('fill', request())).rejects.toMatchObject({
        code: 'engine-crashed',
        message: expect.stringMatching(/SIGSEGV.*Segmentation fault, I suppose/s),
      });
    }
    const refused = Date.now();
    await expect(engine.call('fill', request())).rejects.toMatchObject({ code: 'engine-crashed' });
    expect(engine.state.kind).toBe('failed');
    expect(engine.pid).toBeUndefined();
    expect(Date.now() - refused).toBeLessThan(1000);
  });

  it('hangs: it is ended, and the request rejected after a second try', async () => {
    const hanging = script(`
      process.on('message', ({ id, method }) => {
        if (method === 'load') process.send({ kind: 'result', id, result: { name: 'x' } });
        if (method === 'fill') for (;;);
      });`);
    const { engine } = client({ script: hanging, patience: { loadSeconds: 5, answerSeconds: 1 } });
    await engine.start();
    const pid = engine.pid as number;
    await expect(engine.call('fill', request())).rejects.toMatchObject({ code: 'engine-hung' });
    await until(() => !isAlive(pid));
  });

  it('hangs once: the request is answered by the next process', async () => {
    const marker = path.join(temporary, `hung${Math.random()}`);
    const hangingOnce = script(`
      const fs = require('node:fs');
      if (fs.existsSync(${JSON.stringify(marker)})) require(${JSON.stringify(built('engine.cjs'))});
      else process.on('message', ({ id, method }) => {
        fs.writeFileSync(${JSON.stringify(marker)}, '');
        if (method === 'load') process.send({ kind: 'result', id, result: { name: 'x' } });
        if (method === 'fill') for (;;);
      });`);
    const { engine, kinds } = client({ script: hangingOnce, patience: { loadSeconds: 5, answerSeconds: 1 } });
    expect((await engine.call('fill', request())).masks).toHaveLength(1);
    expect(kinds()).toEqual(['idle', 'loading', 'ready', 'failed', 'loading', 'ready']);
  });

  it.each([
    ['its requests', 'load'],
    ['its model', 'nothing'],
  ])(
    'answers, but never gets on with %s: it is ended, and the request rejected after a second try',
    async (_, does) => {
      const standing = script(`
      process.on('message', ({ id, method }) => {
        if (method === 'ping') process.send({ kind: 'result', id, result: 7 });
        if (method === ${JSON.stringify(does)}) process.send({ kind: 'result', id, result: { name: 'x' } });
      });`);
      const { engine } = client({
        script: standing,
        patience: { loadSeconds: 60, answerSeconds: 60, progressSeconds: 1 },
      });
      await expect(engine.call('fill', request())).rejects.toMatchObject({
        code: 'engine-hung',
        message: expect.stringMatching(/did nothing for too long/),
      });
      expect(engine.pid).toBeUndefined();
    },
  );

  it('answers, but never gets on, and nobody waits for long: it is ended all the same', async () => {
    const standing = script(`
      process.on('message', ({ id, method }) => {
        if (method === 'ping') process.send({ kind: 'result', id, result: 7 });
        if (method === 'load') process.send({ kind: 'result', id, result: { name: 'x' } });
      });`);
    const { engine, kinds } = client({ script: standing, patience: { progressSeconds: 2 } });
    await engine.start();
    const impatient = () => engine.call('fill', request(), AbortSignal.timeout(1200)).catch(() => {});
    for (let i = 0; i < 20 && !kinds().includes('failed'); i++) await impatient();
    expect(kinds()).toContain('failed');
  });

  it('takes longer for a request than it may stand still, but gets on: the request is answered', async () => {
    const slow = script(`
      let batches = 0;
      process.on('message', ({ id, method }) => {
        if (method === 'ping') process.send({ kind: 'result', id, result: ++batches });
        if (method === 'load') process.send({ kind: 'result', id, result: { name: 'x' } });
        if (method === 'fill') setTimeout(() => process.send({ kind: 'result', id, result: { masks: [] } }), 8000);
      });`);
    const { engine, kinds } = client({ script: slow, patience: { progressSeconds: 3 } });
    expect((await engine.call('fill', request())).masks).toEqual([]);
    expect(kinds()).toEqual(['idle', 'loading', 'ready']);
  });

  it('tells whether it gets on', async () => {
    const engine = new EngineProcess({ script: built('engine.cjs'), load: { folder: MODEL, device: 'cpu' } });
    try {
      await engine.info;
      const before = await engine.call('ping', null);
      expect(await engine.call('ping', null)).toBe(before);
      const long = engine.call('fill', LONG);
      let during = before;
      while (during === before) during = await engine.call('ping', null);
      await long;
      expect(await engine.call('ping', null)).toBeGreaterThan(during);
    } finally {
      engine.end(new ClozeError('engine-replaced', 'The test is over.'));
    }
  });

  it('hangs while it loads once: the same', async () => {
    const marker = path.join(temporary, `hung${Math.random()}`);
    const hangingOnce = script(`
      const fs = require('node:fs');
      if (fs.existsSync(${JSON.stringify(marker)})) require(${JSON.stringify(built('engine.cjs'))});
      else process.on('message', () => { fs.writeFileSync(${JSON.stringify(marker)}, ''); for (;;); });`);
    const { engine } = client({ script: hangingOnce, patience: { loadSeconds: 6, answerSeconds: 1 } });
    expect(await engine.start()).toMatchObject({ name: 'stopgap-bert-en' });
  });

  it('is stopped and goes on, as when a computer sleeps: nothing is lost', async () => {
    const { engine } = client();
    await engine.start();
    const pid = engine.pid as number;
    process.kill(pid, 'SIGSTOP');
    const answer = engine.call('fill', request());
    setTimeout(() => process.kill(pid, 'SIGCONT'), 1500);
    expect((await answer).masks).toHaveLength(1);
    expect(engine.pid).toBe(pid);
  });

  it('cannot be started: the reason is told, and what to do', async () => {
    const { engine, states } = client({ script: path.join(temporary, 'nowhere.cjs') });
    await expect(engine.call('fill', request())).rejects.toMatchObject({
      code: 'engine-unavailable',
      message: expect.stringMatching(/Cannot find module.*nowhere\.cjs.*Reload the window/),
    });
    expect(states.at(-1)?.kind).toBe('failed');
  });

  it('cannot even be tried: the same', async () => {
    const { engine, kinds } = client({ env: { TOO_MUCH: 'x'.repeat(8_000_000) } });
    await expect(engine.call('fill', request())).rejects.toMatchObject({
      code: 'engine-unavailable',
      message: expect.stringMatching(/E2BIG.*Reload the window/),
    });
    expect(kinds()).toEqual(['idle', 'loading', 'failed']);
  });

  it('has a native library that does not load: what failed is told, and no second process is tried', async () => {
    const folder = path.join(temporary, 'without-native');
    cpSync('dist', folder, { recursive: true });
    const { engine, kinds } = client({ script: path.join(folder, 'engine.cjs') });
    await expect(engine.call('fill', request())).rejects.toMatchObject({
      code: 'engine-unavailable',
      message: expect.stringMatching(/cannot be loaded on .*Install the package of Cloze/),
    });
    expect(kinds()).toEqual(['idle', 'loading', 'failed']);
  });

  it('gets a damaged model: says what is wrong, and works again with a good one', async () => {
    const damaged = path.join(temporary, 'damaged');
    cpSync(MODEL, damaged, { recursive: true });
    truncateSync(path.join(damaged, 'model.safetensors'), 1_000_000);
    const { engine } = client({}, damaged);
    const cutOff = { code: 'bad-checkpoint', message: expect.stringMatching(/model\.safetensors.*cut off/) };
    await expect(engine.call('fill', request())).rejects.toMatchObject(cutOff);
    await expect(engine.call('fill', request())).rejects.toMatchObject(cutOff);
    engine.use({ folder: MODEL, device: 'cpu' });
    expect((await engine.call('fill', request())).masks).toHaveLength(1);
  });

  it('is another one for another model, and requests under way are asked of that', async () => {
    const copy = path.join(temporary, 'copy');
    cpSync(MODEL, copy, { recursive: true });
    const { engine, states } = client();
    await engine.start();
    const first = engine.pid as number;
    const answer = engine.call('fill', LONG);
    engine.use({ folder: copy, device: 'cpu' });
    expect((await answer).masks).toHaveLength(2500);
    await until(() => !isAlive(first));
    expect(states.at(-1)).toMatchObject({ kind: 'ready', info: { name: 'copy' } });
  });

  it('is replaced twice during one request: the last one answers it', async () => {
    const { engine } = client();
    await engine.start();
    const answer = engine.call('fill', LONG);
    for (const name of ['first', 'second']) {
      const folder = path.join(temporary, name);
      cpSync(MODEL, folder, { recursive: true });
      engine.use({ folder, device: 'cpu' });
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect((await answer).masks).toHaveLength(2500);
    expect(engine.state).toMatchObject({ kind: 'ready', info: { name: 'second' } });
  });

  it('ends when idle, also when nobody asked it anything', async () => {
    const { engine, kinds } = client();
    await engine.start();
    engine.idleMilliseconds = 20;
    await until(() => engine.state.kind === 'idle');
    expect(kinds()).toEqual(['idle', 'loading', 'ready', 'idle']);
  });

  it('is kept when the time to wait is more than a timer can count', async () => {
    const { engine } = client();
    engine.idleMilliseconds = 2 ** 40;
    await engine.call('fill', request());
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(engine.state.kind).toBe('ready');
  });

  it('ends when idle, and comes back', async () => {
    const { engine, kinds } = client();
    engine.idleMilliseconds = 50;
    await engine.call('fill', request());
    const pid = engine.pid as number;
    await until(() => engine.state.kind === 'idle' && !isAlive(pid));
    await engine.call('fill', request());
    expect(kinds()).toEqual(['idle', 'loading', 'ready', 'idle', 'loading', 'ready']);
  });

  it('ends with the client, also while it works', async () => {
    const { engine } = client();
    await engine.start();
    const pid = engine.pid as number;
    const answer = engine.call('fill', LONG);
    engine.dispose();
    await expect(answer).rejects.toMatchObject({ code: 'cancelled' });
    await until(() => !isAlive(pid));
  });
});

describe('requests to the engine', () => {
  it('are cancelled at once, and do not hold up the next', async () => {
    const { engine } = client();
    await engine.start();
    const controller = new AbortController();
    const waiting = Array.from({ length: 20 }, () => engine.call('fill', LONG, controller.signal));
    const next = engine.call('fill', request());
    controller.abort();
    for (const call of await Promise.allSettled(waiting)) {
      expect(call).toMatchObject({ status: 'rejected', reason: { code: 'cancelled' } });
    }
    expect((await next).masks).toHaveLength(1);
  });

  it('are cancelled at once also while the model is being loaded, or a restart is waited for', async () => {
    const never = script('process.on("message", () => {});');
    const { engine } = client({ script: never });
    const controller = new AbortController();
    const waiting = engine.call('fill', request(), controller.signal);
    await new Promise((resolve) => setTimeout(resolve, 20));
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('win when they are the newest, even if an older one with the same key takes longer to prepare', async () => {
    const { engine } = client();
    await engine.start();
    const busy = Array.from({ length: 3 }, () => engine.call('fill', LONG));
    const older = engine.call('fill', { ...request(`${'word '.repeat(40_000)}${TEXT}`), key: 'here' });
    const newer = engine.call('fill', { ...request(), key: 'here' });
    await expect(older).rejects.toMatchObject({ code: 'superseded' });
    expect((await newer).masks).toHaveLength(1);
    await Promise.all(busy);
  });

  it('with tens of thousands of masks are answered, and leave room for others', async () => {
    const { engine } = client();
    await engine.start();
    const text = '[MASK] and '.repeat(20_000);
    const order: string[] = [];
    const many = engine.call('fill', request(text)).then(({ masks }) => {
      order.push('many');
      return masks;
    });
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await engine.call('fill', request()).then(() => order.push('one'));
    expect(await many).toHaveLength(20_000);
    expect(order).toEqual(['one', 'many']);
  });

  it('are superseded by a newer one with the same key', async () => {
    const { engine } = client();
    await engine.start();
    const calls = Array.from({ length: 5 }, () => engine.call('fill', { ...LONG, key: 'here' }));
    const results = await Promise.allSettled(calls);
    expect(results.map(({ status }) => status)).toEqual([...Array(4).fill('rejected'), 'fulfilled']);
    expect(results[0]).toMatchObject({ reason: { code: 'superseded' } });
  });

  it('of a person overtake the background', { timeout: 240_000 }, async () => {
    const { engine } = client();
    await engine.start();
    const texts = Array.from({ length: 20_000 }, (_, i) => `Sentence number ${i} about nothing at all.`);
    const order: string[] = [];
    const background = engine
      .call('embed', { texts, layer: 2, pooling: 'mean', withSpecialTokens: true, lane: 'background' })
      .then((vectors) => {
        order.push('background');
        return vectors;
      });
    await new Promise((resolve) => setTimeout(resolve, 100));
    const start = performance.now();
    for (let i = 0; i < 20; i++) await engine.call('fill', request()).then(() => order.push('person'));
    console.log(`a mask beside background work: ${((performance.now() - start) / 20).toFixed(0)} ms`);
    expect(await background).toHaveLength(20_000);
    expect(order).toEqual([...Array(20).fill('person'), 'background']);
  });

  it('come in any number at once', async () => {
    const { engine } = client();
    const answers = await Promise.all(Array.from({ length: 300 }, () => engine.call('fill', request())));
    const words = new Set(answers.map(({ masks }) => JSON.stringify(masks[0]?.candidates.map(({ word }) => word))));
    expect(words.size).toBe(1);
  });
});
