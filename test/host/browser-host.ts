import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import type { BrowserWorkbench } from '../workbench/available.js';
import { openBrowser } from '../workbench/browser.js';
import { startServer } from '../workbench/server.js';
import { pageUrl } from '../workbench/url.js';
import type { HostRun } from './host-run.js';
import type { HostResults } from './results.js';
import { makeRunner } from './runner.js';

/**
 * Runs bundled tests in the extension host of a workbench server that a headless browser has open.
 * @throws Error when no results came within the time limit; it names a screenshot and the server's log.
 */
export async function runInBrowser(host: BrowserWorkbench, run: HostRun): Promise<HostResults> {
  const log = `${run.results}.server.log`;
  const server = await startServer(host.workbench, {
    env: run.env,
    log,
    settings: run.settings,
    workspaceTrust: run.untrusted,
    // VS Code trusts every workspace when it is given tests: in restricted mode a little extension runs them instead.
    ...(run.untrusted && { extensionsDir: makeRunner(run.entry) }),
  });
  try {
    const { browser, page, outside } = await openBrowser(host.chromium);
    try {
      await keepOutput(page, `${run.results}.console.log`);
      const tests = run.untrusted ? {} : { tests: run.entry };
      await page.goto(pageUrl(server, { folder: run.workspace.folder, extension: run.extensionPath, ...tests }));
      await fileExists(run.results, run.limit);
      if (outside.size > 0) run.log(`Asked for outside hosts (refused): ${[...outside].join(', ')}`);
      return JSON.parse(readFileSync(run.results, 'utf8')) as HostResults;
    } catch (error) {
      const shot = join(dirname(run.results), 'timeout.png');
      await page.screenshot({ path: shot }).catch(() => undefined);
      throw new Error(`${(error as Error).message} See ${shot} and the logs beside it.`, { cause: error });
    } finally {
      await browser.close();
    }
  } finally {
    await server.stop();
  }
}

/** Everything that the window and the extension host print goes to a file: it is mostly about VS Code itself. */
async function keepOutput(page: Page, path: string): Promise<void> {
  const keep = (text: string): void => appendFileSync(path, `${text}\n`);
  writeFileSync(path, '');
  page.on('console', (message) => keep(message.text()));
  await page.exposeFunction('codeAutomationLog', (_type: string, args: unknown[]) => keep(args.map(String).join(' ')));
  await page.exposeFunction('codeAutomationExit', () => undefined);
}

async function fileExists(path: string, limit: number): Promise<void> {
  for (const start = Date.now(); !existsSync(path); await new Promise((resolve) => setTimeout(resolve, 100))) {
    if (Date.now() - start > limit) throw new Error(`No results within ${limit / 1000} s.`);
  }
}
