// How fast Cloze is beside Transformers.js, and how much memory it takes: same machine, same weights, same run. A target
// that is missed is reported, and is no failure of this program.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { messageOf } from '../../src/core/errors.js';
import { bundleScripts } from './bundle.js';
import { machine } from './machine.js';
import { type Options, readOptions, USAGE } from './options.js';
import { markdown, type Report } from './report.js';
import { type ModelResult, measureModel } from './runs/model.js';

async function bench({ peer, models, rounds }: Options): Promise<Report> {
  const about = machine(peer);
  const scripts = await bundleScripts();
  const results: ModelResult[] = [];
  try {
    for (const model of models) {
      const root = mkdtempSync(path.join(tmpdir(), 'cloze-bench-'));
      try {
        const tell = (what: string) => console.error(`${model.name}: ${what}`);
        results.push(await measureModel(model, { scripts, peer, root, rounds }, tell));
      } finally {
        rmSync(root, { recursive: true });
      }
    }
  } finally {
    rmSync(scripts.folder, { recursive: true });
  }
  return { date: new Date().toISOString(), machine: about, rounds, models: results };
}

function optionsOrExit(): Options {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${messageOf(error)}\n${USAGE}`);
    process.exit(2);
  }
}

const options = optionsOrExit();
const report = await bench(options);
console.log(options.json ? JSON.stringify(report, null, 2) : markdown(report));
