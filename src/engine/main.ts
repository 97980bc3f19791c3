import type { EngineMethods } from '../protocol/engine.js';
import { type Methods, Rpc } from '../protocol/rpc.js';
import { endWithParent } from './leash.js';
import { engineService } from './service.js';

/** The engine process: forked by the client, it answers over Node's message channel and ends with it. */
endWithParent();
const rpc = new Rpc<EngineMethods, Methods>({ post: (message) => process.send?.(message) }, engineService());
process.on('message', (message) => rpc.receive(message));
process.on('disconnect', () => process.exit(0));
