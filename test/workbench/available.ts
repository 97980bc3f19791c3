import { findChromium } from './browser.js';
import { downloadElectron, hasDisplay } from './electron.js';
import { installWorkbench, type Workbench } from './install.js';

/** Neither host nor window tests can run; `missing` says exactly what for. */
export interface NoHost {
  readonly kind: 'none';
  readonly missing: readonly string[];
}

/** VS Code in a headless Chromium. */
export interface BrowserWorkbench {
  readonly kind: 'browser-workbench';
  readonly chromium: string;
  readonly workbench: Workbench;
}

/** The desktop VS Code, downloaded. */
export interface Electron {
  readonly kind: 'electron';
  readonly executable: string;
}

/** The VS Code that tests can have on this machine. */
export type Host = BrowserWorkbench | Electron | NoHost;

/** The host for tests in the extension host: desktop where there is a display, else in a browser. Installs what it answers. */
export async function available(log: (line: string) => void): Promise<Host> {
  const missing: string[] = [];
  if (hasDisplay()) {
    try {
      return { kind: 'electron', executable: await downloadElectron(log) };
    } catch (error) {
      missing.push(`the desktop VS Code (its download failed: ${(error as Error).message})`);
    }
  }
  const host = await browserWorkbench(log);
  return host.kind === 'none' ? { kind: 'none', missing: [...missing, ...host.missing] } : host;
}

/** The host for tests that drive a window: the workbench in a browser, or what is missing for it. Installs what it answers. */
export async function browserWorkbench(log: (line: string) => void): Promise<BrowserWorkbench | NoHost> {
  const chromium = findChromium();
  if (chromium === undefined) return { kind: 'none', missing: [noChromium] };
  try {
    return { kind: 'browser-workbench', chromium, workbench: await installWorkbench(log) };
  } catch (error) {
    return { kind: 'none', missing: [(error as Error).message] };
  }
}

/** What to do where no Chromium was found. */
export const noChromium =
  'a Chromium browser (install one, for example `apt-get install chromium`, or name its executable in CLOZE_CHROMIUM)';
