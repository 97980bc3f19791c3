// How fast many sentences are embedded and searched, through the engine's process as in the editor, and how much memory
// that takes: the time should grow as the number of sentences does, and the memory should not.
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { modelFolder } from '../../src/catalog/bundled.js';
import { EngineClient } from '../../src/client/engineClient.js';
import { SimilarSentences } from '../../src/client/similarSentences.js';
import { bundleScripts } from './bundle.js';
import { anonymousMemory, time } from './measure.js';
import { raggedSentences, wholeWords } from './texts.js';

interface Row {
  readonly sentences: number;
  readonly milliseconds: number;
  /** The same search once more: all sentences are known, as far as they are remembered. */
  readonly again: number;
  /** The most that was seen, in MiB. */
  readonly engine: number;
  readonly host: number;
}

const { values } = parseArgs({
  options: { sizes: { type: 'string', default: '1000,10000,100000' }, model: { type: 'string', default: '' } },
});
const folder = modelFolder(values.model, path.resolve('models'), process.cwd());
const background = path.resolve('models', 'background', 'en.txt');
const scripts = await bundleScripts();
const client = new EngineClient({ script: scripts.engine });
client.use({ folder, device: 'cpu' });
try {
  const { name, representation } = await client.start();
  const words = wholeWords(folder);
  const how = { representation: '', background, lane: 'background', count: 100 } as const;
  const ask = client.call.bind(client);
  await new SimilarSentences().find(ask, 'a warm-up', raggedSentences(words, 200), how);
  const rows: Row[] = [];
  for (const size of values.sizes.split(',').map(Number)) {
    const memory = new SimilarSentences();
    const texts = raggedSentences(words, size);
    const peak = { engine: 0, host: 0 };
    const look = () => {
      peak.engine = Math.max(peak.engine, anonymousMemory(client.pid));
      peak.host = Math.max(peak.host, anonymousMemory());
    };
    const timer = setInterval(look, 200);
    const find = () => memory.find(ask, 'a query', texts, how);
    const milliseconds = await time(find);
    const again = await time(find);
    clearInterval(timer);
    look();
    rows.push({ sentences: size, milliseconds, again, ...peak });
    console.error(`${size} sentences: ${(milliseconds / 1000).toFixed(1)} s`);
  }
  console.log(table(name, representation, rows));
} finally {
  client.dispose();
  rmSync(scripts.folder, { recursive: true });
}

function table(model: string, representation: string, rows: readonly Row[]): string {
  const lines = rows.map(({ sentences, milliseconds, again, engine, host }) => {
    const cells = [
      sentences,
      `${(milliseconds / 1000).toFixed(1)} s`,
      ((1000 * sentences) / milliseconds).toFixed(0),
      `${again.toFixed(0)} ms`,
      `${engine.toFixed(0)} MiB`,
      `${host.toFixed(0)} MiB`,
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    `${model}, ${representation}, load ${readFileSync('/proc/loadavg', 'utf8').split(' ')[0]}`,
    '',
    '| sentences | time | a second | known | engine, most | host, most |',
    '|---|---|---|---|---|---|',
    ...lines,
  ].join('\n');
}
