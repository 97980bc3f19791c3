import { describe, expect, it } from 'vitest';
import { ClozeError } from '../../src/core/errors.js';
import { Scheduler } from '../../src/engine/scheduler.js';

/** A query is `group:length`; its answer is itself in capitals. Runs wait for `release` when `held`. */
function setUp({ held = false } = {}) {
  const batches: string[][] = [];
  const gates: (() => void)[] = [];
  const scheduler = new Scheduler<string, string>(
    {
      group: (query) => query.split(':')[0] ?? '',
      length: (query) => Number(query.split(':')[1]),
      async run(batch) {
        batches.push([...batch]);
        if (held) await new Promise<void>((resolve) => gates.push(resolve));
        if (batch.some((query) => query.startsWith('bad'))) throw new Error('it failed');
        return batch.map((query) => query.toUpperCase());
      },
    },
    async () => {},
  );
  const turn = async () => {
    for (let i = 0; i < 20; i++) await Promise.resolve();
  };
  const release = async () => {
    await turn();
    gates.shift()?.();
    await turn();
  };
  return { scheduler, batches, release, turn };
}

const interactive = { lane: 'interactive' } as const;
const background = { lane: 'background' } as const;

describe('the scheduler', () => {
  it('answers in order, whatever the batches, which begin with the longest', async () => {
    const { scheduler, batches } = setUp();
    const answers = await scheduler.submit(['a:8', 'a:100', 'b:8', 'a:7'], interactive);
    expect(answers).toEqual(['A:8', 'A:100', 'B:8', 'A:7']);
    expect(batches).toEqual([['a:100'], ['a:8', 'a:7'], ['b:8']]);
  });

  it('answers nothing to nothing', async () => {
    expect(await setUp().scheduler.submit([], interactive)).toEqual([]);
  });

  it('lets a person go before the background, and puts requests of several callers in one batch', async () => {
    const { scheduler, batches, release } = setUp({ held: true });
    const paced = scheduler.submit(['a:8'], interactive);
    await release().then(() => paced);
    const answers = [
      scheduler.submit(['x:8'], background),
      scheduler.submit(['y:8'], background),
      scheduler.submit(['a:8'], interactive),
      scheduler.submit(['a:7'], interactive),
    ];
    for (let i = 0; i < 4; i++) await release();
    await Promise.all(answers);
    expect(batches[1]).toEqual(['a:8', 'a:7']);
    expect(batches[2]?.[0]).toBe('x:8');
  });

  it('runs one query at a time until it knows the pace', async () => {
    for (const lane of [background, interactive]) {
      const { scheduler, batches } = setUp();
      await scheduler.submit(['x:8', 'x:8', 'x:8'], lane);
      expect(batches).toEqual([['x:8'], ['x:8', 'x:8']]);
    }
  });

  it('keeps background work as small as what a person has just waited for', async () => {
    const batches: number[] = [];
    const scheduler = new Scheduler<number, number>({
      group: () => '',
      length: (query) => query,
      async run(batch) {
        batches.push(batch.length);
        const end = performance.now() + batch.length; // a query takes 1 ms
        while (performance.now() < end);
        return [...batch];
      },
    });
    await scheduler.submit([8, 8], background);
    await scheduler.submit(new Array(200).fill(8), background);
    const alone = Math.max(...batches);
    expect(alone).toBeGreaterThan(20);
    await scheduler.submit([8], interactive);
    batches.length = 0;
    await scheduler.submit(new Array(20).fill(8), background);
    expect(Math.max(...batches)).toBeLessThan(alone / 4);
  });

  it('lets the background rest while somebody waits, and a moment behind', async () => {
    const { scheduler, batches, turn } = setUp();
    const leave = scheduler.enter('interactive');
    scheduler.enter('background')();
    const resting = scheduler.submit(['x:8'], background);
    await turn();
    expect(batches).toEqual([]);
    await scheduler.submit(['a:8'], interactive);
    await turn();
    expect(batches).toEqual([['a:8']]);
    leave();
    await turn();
    expect(batches).toEqual([['a:8']]);
    expect(await resting).toEqual(['X:8']);
  });

  it('lets the background rest until the last of those who wait has left', async () => {
    const { scheduler, batches } = setUp();
    const leave = [scheduler.enter('interactive'), scheduler.enter('interactive')];
    const answer = scheduler.submit(['x:8'], background);
    leave[0]?.();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(batches).toEqual([]);
    leave[1]?.();
    expect(await answer).toEqual(['X:8']);
  });

  it('runs one batch at a time', async () => {
    const { scheduler, batches, release, turn } = setUp({ held: true });
    const both = [scheduler.submit(['a:8'], interactive), scheduler.submit(['b:8'], interactive)];
    await turn();
    expect(batches).toHaveLength(1);
    await release();
    expect(batches).toHaveLength(2);
    await release();
    await Promise.all(both);
  });

  it('drops a cancelled request before it runs, and rejects it at once', async () => {
    const { scheduler, batches, release } = setUp({ held: true });
    const first = scheduler.submit(['a:8'], interactive);
    await release().then(() => first);
    const running = scheduler.submit(['b:8'], interactive);
    const controller = new AbortController();
    const waiting = scheduler.submit(['c:8'], { ...interactive, signal: controller.signal });
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    await release();
    await running;
    expect(batches.flat()).not.toContain('c:8');
    await expect(scheduler.submit(['d:8'], { ...interactive, signal: controller.signal })).rejects.toMatchObject({
      code: 'cancelled',
    });
  });

  it('gives up a request that is running when nobody waits for it any more, with the reason that is given', async () => {
    const { scheduler, release, turn } = setUp({ held: true });
    const controller = new AbortController();
    const running = scheduler.submit(['a:8', 'b:8'], { ...interactive, signal: controller.signal });
    await turn();
    const next = scheduler.submit(['c:8'], interactive);
    controller.abort(new ClozeError('superseded', 'A newer one came.'));
    await expect(running).rejects.toMatchObject({ code: 'superseded' });
    for (let i = 0; i < 2; i++) await release();
    expect(await next).toEqual(['C:8']);
  });

  it('rejects what was in a batch that failed, and goes on', async () => {
    const { scheduler } = setUp();
    await expect(scheduler.submit(['bad:8', 'bad:9'], interactive)).rejects.toMatchObject({ message: 'it failed' });
    expect(await scheduler.submit(['a:8'], interactive)).toEqual(['A:8']);
  });
});
