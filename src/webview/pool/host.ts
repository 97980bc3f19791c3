import type { PoolHostMethods, PoolViewMethods } from '../../protocol/pool.js';
import { type Handlers, Rpc } from '../../protocol/rpc.js';
import { vscode } from '../vscode.js';

export type Host = Rpc<PoolViewMethods, PoolHostMethods>;

/** Connects the panel with the editor. */
export function connect(handlers: Handlers<PoolViewMethods>): Host {
  const host: Host = new Rpc({ post: (message) => vscode.postMessage(message) }, handlers);
  window.addEventListener('message', ({ data }) => host.receive(data));
  return host;
}
