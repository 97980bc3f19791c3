import { type BrowserWorkbench, browserWorkbench } from '../workbench/available.js';
import { openBrowser } from '../workbench/browser.js';
import { repositoryRoot } from '../workbench/root.js';
import { type ServerOptions, startServer } from '../workbench/server.js';
import { pageUrl } from '../workbench/url.js';
import { sampleWorkspace } from '../workbench/workspace.js';
import { EditorWindow } from './window.js';

/** What a window opens, beside the options of its server. */
export interface WindowOptions extends ServerOptions {
  /** The extension to load from its folder; the repository by default. With `driver: false`, only installed ones are there. */
  readonly extensionPath?: string;
  /** The workspace; a temporary copy of the sample workspace by default. */
  readonly folder?: string;
}

/**
 * Opens a VS Code window with the extension, and waits until the workbench is drawn.
 * @throws Error when this machine has no Chromium or the workbench cannot be installed or started.
 */
export async function openWindow(options: WindowOptions = {}): Promise<EditorWindow> {
  const host = await browserWorkbench(console.log);
  if (host.kind === 'none') throw new Error(`No window can be opened here: missing ${host.missing.join('; ')}`);
  const workspace = options.folder === undefined ? sampleWorkspace() : undefined;
  const folder = options.folder ?? workspace?.folder ?? '';
  const server = await startServer(host.workbench, options);
  const extension = options.extensionPath ?? repositoryRoot;
  const url = pageUrl(server, { folder, ...(options.driver !== false && { extension }) });
  const stopServer = async (): Promise<void> => {
    await server.stop();
    workspace?.remove();
  };
  return showPage(host, url, folder, stopServer).catch(async (error: unknown) => {
    await stopServer();
    throw error;
  });
}

/** Opens the page of a running workbench in a browser of its own. */
export async function showPage(
  host: Pick<BrowserWorkbench, 'chromium'>,
  url: string,
  folder: string,
  whenClosed: () => Promise<void> = async () => undefined,
): Promise<EditorWindow> {
  const { browser, page } = await openBrowser(host.chromium);
  try {
    page.setDefaultTimeout(30_000);
    await page.goto(url);
    await page.waitForSelector('.monaco-workbench', { timeout: 60_000 });
    await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor({ timeout: 60_000 });
  } catch (error) {
    await browser.close();
    throw error;
  }
  return new EditorWindow(page, folder, async () => {
    await browser.close();
    await whenClosed();
  });
}
