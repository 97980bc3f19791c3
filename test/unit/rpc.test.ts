import { describe, expect, it } from 'vitest';
import { ClozeError } from '../../src/core/errors.js';
import { type Methods, Rpc } from '../../src/protocol/rpc.js';

type Api = {
  double: { params: number; result: number };
  fail: { params: null; result: null };
  wait: { params: null; result: string };
};

function pair() {
  const aborted: string[] = [];
  const server: Rpc<Api, Methods> = new Rpc<Api, Methods>(
    { post: (message) => queueMicrotask(() => client.receive(structuredClone(message))) },
    {
      double: (n) => 2 * n,
      fail: () => {
        throw new ClozeError('bad-request', 'No.');
      },
      wait: (_, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            aborted.push('wait');
            reject(new ClozeError('cancelled', 'Told so.'));
          });
        }),
    },
  );
  const client: Rpc<Methods, Api> = new Rpc<Methods, Api>(
    { post: (message) => queueMicrotask(() => server.receive(structuredClone(message))) },
    {},
  );
  return { client, server, aborted };
}

describe('Rpc', () => {
  it('does not take for an answer what was asked for by another at the same port', async () => {
    type Slow = { read: { params: string; result: string } };
    const finish: (() => void)[] = [];
    const pages: Rpc<Methods, Slow>[] = [];
    const host: Rpc<Slow, Methods> = new Rpc<Slow, Methods>(
      { post: (message) => pages.at(-1)?.receive(message) },
      { read: (name) => new Promise((resolve) => finish.push(() => resolve(name))) },
    );
    const open = () => {
      pages.push(new Rpc<Methods, Slow>({ post: (message) => host.receive(message) }, {}));
      return pages.at(-1) as Rpc<Methods, Slow>;
    };
    void open().call('read', 'old');
    const own = open().call('read', 'new');
    for (const end of finish) end();
    expect(await own).toBe('new');
  });

  it('answers calls, also several at once', async () => {
    const { client } = pair();
    expect(await Promise.all([client.call('double', 1), client.call('double', 2)])).toEqual([2, 4]);
  });

  it('carries the code and message of an error', async () => {
    await expect(pair().client.call('fail', null)).rejects.toMatchObject({ code: 'bad-request', message: 'No.' });
  });

  it('tells of a method that is not there, also of one that every object has', async () => {
    const { client } = pair();
    for (const name of ['nothing', 'toString', '__proto__']) {
      await expect(client.call(name as 'double', 1)).rejects.toMatchObject({ code: 'internal' });
    }
  });

  it('rejects an aborted call at once and tells the other side', async () => {
    const { client, aborted } = pair();
    const controller = new AbortController();
    const waiting = client.call('wait', null, controller.signal);
    await client.call('double', 1);
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    await client.call('double', 1);
    expect(aborted).toEqual(['wait']);
    await expect(client.call('double', 1, controller.signal)).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('rejects what waits and what comes later once it is closed', async () => {
    const { client } = pair();
    const waiting = client.call('wait', null);
    client.close(new ClozeError('engine-crashed', 'Gone.'));
    await expect(waiting).rejects.toMatchObject({ code: 'engine-crashed' });
    await expect(client.call('double', 1)).rejects.toMatchObject({ code: 'engine-crashed' });
  });

  it('rejects a call whose parameters cannot be sent', async () => {
    const client = new Rpc<Methods, Api>({ post: (message) => void structuredClone(message) }, {});
    await expect(client.call('double', (() => 1) as never)).rejects.toMatchObject({ code: 'internal' });
  });

  it('ignores what is no message', () => {
    const { client } = pair();
    for (const junk of [null, 1, 'x', [], {}, { kind: 'result' }, { kind: 'result', id: 99 }, { kind: 'odd', id: 1 }]) {
      expect(() => client.receive(junk)).not.toThrow();
    }
  });
});
