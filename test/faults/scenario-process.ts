// Runs the scenario of this name with this setting, in JSON, and prints the report in JSON.
import { chosen } from './all.js';
import { runScenario } from './run.js';
import type { Setting } from './scenario.js';

const [name, setting] = process.argv.slice(2) as [string, string];
for (const scenario of chosen(name)) {
  process.stdout.write(JSON.stringify(await runScenario(scenario, JSON.parse(setting) as Setting)));
}
