// Opens an engine for which every folder that it could write to is full, and prints what came of it as JSON.
import { appendFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { openClient } from './client.js';
import { ask, fillParams } from './load.js';

export interface DiskReport {
  /** Why nothing can be written. */
  readonly error: string;
  readonly answers: readonly string[];
  /** What the engine left. */
  readonly files: readonly string[];
}

/** Where programs write what nobody asked them for. */
const PLACES = ['HOME', 'TMPDIR', 'TMP', 'TEMP', 'XDG_CACHE_HOME', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'LOCALAPPDATA'];
const FILLER = 'filler';

const [script = '', folder = ''] = process.argv.slice(2);
const error = fillUp(folder);
using client = openClient({ script, env: Object.fromEntries(PLACES.map((name) => [name, folder])) });
const answers: string[] = [];
for (const text of ['It was a very good [MASK].', 'All is [MASK]. '.repeat(200)]) {
  answers.push(String(await ask(client, { method: 'fill', params: fillParams(text) }, 30_000)));
}
const files = list(folder).filter((name) => name !== FILLER);
process.stdout.write(`${JSON.stringify({ error, answers, files } satisfies DiskReport)}\n`);

/** @returns the error that ends it */
function fillUp(where: string): string {
  for (const size of [4096, 1]) {
    try {
      for (;;) appendFileSync(path.join(where, FILLER), Buffer.alloc(size));
    } catch (cause) {
      if (size === 1) return (cause as NodeJS.ErrnoException).code ?? String(cause);
    }
  }
  return '';
}

function list(where: string): string[] {
  try {
    return readdirSync(where, { recursive: true, encoding: 'utf8' });
  } catch {
    return [];
  }
}
