// A host that is killed: opens an engine, brings it into a state, and prints its process id.
import { EngineClient } from '../../src/client/engineClient.js';
import { MODEL } from '../support/built.js';
import { type Hang, hanging } from './hanging.js';
import { fillParams } from './load.js';
import { sleep } from './processes.js';

export type EngineDoes = 'idle' | 'starting' | 'computing' | 'hung' | 'hung at load';

interface Order {
  readonly engine: string;
  readonly does: EngineDoes;
  readonly how: Hang;
}

const { engine: script, does, how } = JSON.parse(process.argv[2] ?? '') as Order;
const env = does === 'hung' ? hanging(how, 'fill') : does === 'hung at load' ? hanging(how, 'load') : {};
const engine = new EngineClient({ script, env });
engine.use({ folder: MODEL, device: 'cpu' });
// A pending call does not keep a process alive; this host ends only when it is killed.
setInterval(() => {}, 1000);

const started = engine.start();
if (does !== 'starting' && does !== 'hung at load') await started;
if (does === 'hung at load') await sleep(500);
if (does === 'computing') void engine.call('fill', fillParams('The [MASK] was there. '.repeat(20_000)));
if (does === 'hung') {
  void engine.call('fill', fillParams('HANG in the [MASK].'));
  await sleep(200);
}
console.log(`engine ${engine.pid}`);
