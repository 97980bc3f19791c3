import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import type { Electron } from '../workbench/available.js';
import { quietSettings, trustSettings } from '../workbench/settings.js';
import type { HostRun } from './host-run.js';
import type { HostResults } from './results.js';

/**
 * Runs bundled tests in the extension host of a downloaded desktop VS Code, which trusts the workspace of every test
 * run: tests of restricted mode are not run there.
 * @throws Error when VS Code ended, or the time limit passed, without results.
 */
export async function runInElectron(host: Electron, run: HostRun): Promise<HostResults> {
  if (run.untrusted) return needsTrust();
  const userData = mkdtempSync(join(tmpdir(), 'cloze-'));
  mkdirSync(join(userData, 'User'));
  const settings = { ...quietSettings, ...trustSettings(false), ...run.settings };
  writeFileSync(join(userData, 'User', 'settings.json'), JSON.stringify(settings));
  const ended = runTests({
    extensionDevelopmentPath: run.extensionPath,
    extensionTestsEnv: run.env,
    extensionTestsPath: run.entry,
    launchArgs: [run.workspace.folder, `--user-data-dir=${userData}`, `--extensions-dir=${join(userData, 'exts')}`],
    vscodeExecutablePath: host.executable,
  });
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`No results within ${run.limit / 1000} s.`)), run.limit);
  });
  try {
    await Promise.race([ended, limit]);
  } catch (error) {
    // A failed test also ends VS Code with an error: the results say which.
    if (!existsSync(run.results)) throw error;
  } finally {
    clearTimeout(timer);
  }
  const results = JSON.parse(readFileSync(run.results, 'utf8')) as HostResults;
  rmSync(userData, { recursive: true, force: true, maxRetries: 5 });
  return results;
}

function needsTrust(): HostResults {
  return { passes: [], failures: [], notRun: ['restricted mode (needs the browser workbench)'] };
}
