// npm run faults: every scenario at full size. [--seed N] [--short] [--only NAME]
import { parseArgs } from 'node:util';
import { build } from '../../scripts/build.js';
import { repositoryRoot } from '../workbench/root.js';
import { chosen } from './all.js';
import { bundleScenarios, runApart } from './apart.js';

const { values } = parseArgs({
  options: { seed: { type: 'string' }, short: { type: 'boolean' }, only: { type: 'string' } },
});
const seed = Number(values.seed ?? Math.floor(Math.random() * 1e6));
if (!Number.isInteger(seed)) throw new Error(`--seed takes a whole number, not ${values.seed}.`);
process.chdir(repositoryRoot);

// An engine of its own, so that a build beside this does not change it.
await Promise.all([build({ folder: 'out/faults/dist' }), bundleScenarios()]);
let violated = 0;
for (const { name } of chosen(values.only)) {
  const report = await runApart(name, { engine: 'out/faults/dist/engine.cjs', full: !values.short, seed });
  console.log(report.text);
  violated += report.violated;
}
console.log(violated === 0 ? 'No violation.' : `${violated} violations; again with --seed ${seed}.`);
process.exitCode = violated === 0 ? 0 : 1;
