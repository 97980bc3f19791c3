import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { available, type Host, type NoHost } from '../workbench/available.js';
import { repositoryRoot } from '../workbench/root.js';
import { sampleWorkspace } from '../workbench/workspace.js';
import { runInBrowser } from './browser-host.js';
import { bundleHostTests } from './bundle.js';
import { runInElectron } from './electron-host.js';
import type { HostRun } from './host-run.js';
import { crashed, type HostResults, together } from './results.js';

const LIMIT = 12 * 60_000;

/** What to run the tests with. */
export interface HostTestOptions {
  /** The folder of the extension under test; the repository by default. */
  readonly extensionPath?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly log?: (line: string) => void;
}

/** The results, or what is missing to have any. */
export type HostOutcome = HostResults | { readonly missing: readonly string[] };

/**
 * Runs `test/host` in the extension host of a real VS Code: the `*.untrusted.test.ts` files in restricted mode, the others with a
 * trusted workspace. A host that crashes counts as one failed test.
 * @throws esbuild's error when a test file does not compile.
 */
export async function runHostTests(options: HostTestOptions = {}): Promise<HostOutcome> {
  const log = options.log ?? console.log;
  const host = await available(log);
  if (host.kind === 'none') return { missing: host.missing };
  const bundle = await bundleHostTests();
  const results: HostResults[] = [];
  for (const untrusted of [false, true]) {
    const tests = untrusted ? bundle.untrusted : bundle.trusted;
    if (tests.length > 0) results.push(await runProfile(host, prepare(options, bundle.entry, tests, untrusted, log)));
  }
  return together(results);
}

async function runProfile(host: Exclude<Host, NoHost>, run: HostRun): Promise<HostResults> {
  const name = run.untrusted ? 'restricted mode' : 'trusted workspace';
  run.log(`Extension host, ${name}: ${host.kind}`);
  const ran = host.kind === 'electron' ? runInElectron(host, run) : runInBrowser(host, run);
  const results = await ran.catch((error: unknown) => crashed(`extension host (${name})`, error));
  for (const title of results.passes) run.log(`  passed   ${title}`);
  for (const title of results.notRun) run.log(`  not run  ${title}`);
  for (const { title, error } of results.failures) run.log(`  FAILED   ${title}\n${error.replace(/^/gm, '    ')}`);
  run.workspace.remove();
  return results;
}

function prepare(
  options: HostTestOptions,
  entry: string,
  tests: readonly string[],
  untrusted: boolean,
  log: HostRun['log'],
): HostRun {
  const out = join(repositoryRoot, 'out', 'host');
  mkdirSync(out, { recursive: true });
  const results = join(out, untrusted ? 'untrusted.json' : 'trusted.json');
  rmSync(results, { force: true });
  return {
    entry,
    env: { CLOZE_HOST_RESULTS: results, CLOZE_HOST_TESTS: JSON.stringify(tests) },
    extensionPath: options.extensionPath ?? repositoryRoot,
    limit: LIMIT,
    log,
    results,
    settings: {
      // What `auto` finds depends on the machine, and changes the engine in the middle of a test.
      'cloze.device': 'cpu',
      'cloze.precision': 'fp32',
      // Tools for language models are among them.
      'chat.disableAIFeatures': false,
      ...options.settings,
    },
    untrusted,
    workspace: sampleWorkspace(),
  };
}
