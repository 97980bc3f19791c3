// Runs inside the extension host: the module that VS Code calls as its tests.
import { renameSync, writeFileSync } from 'node:fs';
import Mocha from 'mocha';
import { crashed, type Failure, type HostResults } from './results.js';

/**
 * Runs the bundled test files named in `$CLOZE_HOST_TESTS` (a JSON list) with Mocha and writes what they gave, as JSON, to the file
 * named in `$CLOZE_HOST_RESULTS`.
 * @throws Error when a test failed or a test file could not be loaded.
 */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: 120_000, reporter: 'spec', color: false });
  for (const file of JSON.parse(process.env['CLOZE_HOST_TESTS'] ?? '[]') as string[]) mocha.addFile(file);
  const results = await runMocha(mocha).catch((error: unknown) => crashed('loading the tests', error));
  write(results);
  if (results.failures.length > 0) throw new Error(`${results.failures.length} tests failed`);
}

async function runMocha(mocha: Mocha): Promise<HostResults> {
  const passes: string[] = [];
  const failures: Failure[] = [];
  const notRun: string[] = [];
  await new Promise<void>((resolve) => {
    mocha
      .run(() => resolve())
      .on('pass', (test) => passes.push(test.fullTitle()))
      .on('fail', (test, error: Error) =>
        failures.push({ title: test.fullTitle(), error: error.stack ?? error.message }),
      )
      .on('pending', (test) => notRun.push(test.fullTitle()));
  });
  return { passes, failures, notRun };
}

/** The file appears whole, because somebody may be waiting for it. */
function write(results: HostResults): void {
  const path = process.env['CLOZE_HOST_RESULTS'];
  if (!path) throw new Error('CLOZE_HOST_RESULTS is not set.');
  writeFileSync(`${path}.part`, JSON.stringify(results));
  renameSync(`${path}.part`, path);
}
