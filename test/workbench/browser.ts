import { accessSync, constants } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost',
];

/** A Chromium on this machine: `$CLOZE_CHROMIUM`, else one in a usual place. */
export function findChromium(): string | undefined {
  const chosen = process.env['CLOZE_CHROMIUM'];
  return (chosen ? [chosen] : PLACES).find(isExecutable);
}

/** A browser with one page. */
export interface OpenBrowser {
  readonly browser: Browser;
  readonly page: Page;
  /** The origins outside this machine that the page asked for (none of them can be reached). */
  readonly outside: ReadonlySet<string>;
}

/**
 * Starts a headless Chromium that can reach nothing but loopback.
 * @throws Playwright's error when the browser does not start.
 */
export async function openBrowser(executablePath: string): Promise<OpenBrowser> {
  const browser = await chromium.launch({ executablePath, args: FLAGS, headless: true });
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const outside = new Set<string>();
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (/^(https?|wss?):$/.test(url.protocol) && !['127.0.0.1', 'localhost'].includes(url.hostname))
      outside.add(url.origin);
  });
  return { browser, page, outside };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
