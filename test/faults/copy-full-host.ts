// Opens an engine for which `int8` is looked for behind the CPU, or asked for, and prints what came of it as JSON.
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { EngineClient } from '../../src/client/engineClient.js';
import { VariantChooser } from '../../src/client/variantChooser.js';
import type { Wish } from '../../src/client/variants.js';
import { VerdictStore } from '../../src/client/verdictStore.js';
import { MODEL } from '../support/built.js';
import { ask, fillParams } from './load.js';

export interface CopyReport {
  readonly answers: readonly string[];
  /** What was said of int8. */
  readonly said: string;
  /** What serves at the end. */
  readonly precision: string;
  /** What the engine left in the folder for copies, in bytes by name. */
  readonly files: Readonly<Record<string, number>>;
}

const [script = '', folder = '', precision = ''] = process.argv.slice(2);
const cache = path.join(folder, 'models');
const said: string[] = [];
const log = (line: string) => said.push(line);
const client = new EngineClient({
  script,
  onFallback(failed, to, reason) {
    log(`${failed.device} ${failed.precision}: fell back: ${reason.message}`);
    chooser.fellBack(failed, to, reason).catch(() => {}); // it cannot be remembered
  },
});
const store = new VerdictStore(path.join(folder, 'verdicts'), '1.0.0');
const chooser = new VariantChooser(client, { script, store, cache, log });
chooser.use({ folder: MODEL }, { device: 'cpu', precision: precision as Wish['precision'] });

const opened = { engine: client, pids: new Set<number>(), [Symbol.dispose]: () => {} };
const answers: string[] = [];
const fill = async () => {
  const wish = { method: 'fill', params: fillParams('It was a very good [MASK].') } as const;
  answers.push(String(await ask(opened, wish, 30_000)));
};
await fill();
await chooser.improve();
await fill();
const { state } = client;
const serving = state.kind === 'ready' ? state.info.precision : state.kind;
const report: CopyReport = {
  answers,
  said: said.find((line) => line.startsWith('cpu int8: ')) ?? '',
  precision: serving,
  files: list(cache),
};
client.dispose();
process.stdout.write(JSON.stringify(report));

function list(where: string): Record<string, number> {
  const names = readdirSync(where, { recursive: true, encoding: 'utf8' });
  return Object.fromEntries(names.map((name) => [name, statSync(path.join(where, name)).size]));
}
