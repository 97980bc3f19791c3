import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import type { Comparison } from '../../src/core/comparison/comparison.js';
import { webviewHtml } from '../../src/panels/html.js';
import type { PoolSource } from '../../src/protocol/pool.js';
import { findChromium, openBrowser } from '../workbench/browser.js';
import { repositoryRoot } from '../workbench/root.js';
import { THEMES, type Theme } from './themes.js';

const ORIGIN = 'https://webview.invalid';

export interface StageSettings {
  readonly source?: PoolSource;
  readonly messages?: Readonly<Record<string, string>>;
  readonly state?: unknown;
  readonly holds?: boolean;
  readonly failure?: string;
  readonly leftOut?: Comparison['leftOut'];
  readonly familiarity?: Comparison['familiarity'];
}

/** The built panel in a browser, with a host that computes in the page, under the policy that it has in VS Code. */
export class PanelPage {
  private constructor(
    readonly page: Page,
    private readonly browser: Browser,
    /** What the page complained of: errors, and what the policy refused. */
    readonly complaints: readonly string[],
  ) {}

  static async open(settings: StageSettings, theme: Theme = 'dark'): Promise<PanelPage> {
    const chromium = findChromium();
    if (chromium === undefined) throw new Error('There is no Chromium here.');
    const { browser, page } = await openBrowser(chromium);
    await page.setViewportSize({ width: 1280, height: 900 });
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    const nonce = 'nonce-of-this-test';
    const files: Record<string, string> = {
      '/pool.js': readFileSync(join(repositoryRoot, 'dist/webview/pool.js'), 'utf8'),
      '/pool.css': readFileSync(join(repositoryRoot, 'dist/webview/pool.css'), 'utf8'),
      '/': webviewHtml({
        title: 'Pooling',
        language: 'en',
        script: '/pool.js',
        style: '/pool.css',
        source: ORIGIN,
        nonce,
      }),
    };
    await page.route('**/*', (route) => {
      const { pathname } = new URL(route.request().url());
      const body = files[pathname];
      const contentType = pathname.endsWith('.js')
        ? 'text/javascript'
        : pathname.endsWith('.css')
          ? 'text/css'
          : 'text/html; charset=utf-8';
      return body === undefined ? route.abort() : route.fulfill({ body, contentType });
    });
    await page.addInitScript({ content: `window.stage = ${JSON.stringify(settings)};` });
    await page.addInitScript({ content: await fakeHost() });
    await page.addInitScript({ content: paint(theme) });
    await page.goto(`${ORIGIN}/`);
    return new PanelPage(page, browser, complaints);
  }

  /** Waits for the matrices. */
  async ready(): Promise<this> {
    await this.page.locator('.matrix canvas').first().waitFor();
    await this.page.locator('progress').waitFor({ state: 'detached' });
    return this;
  }

  async screenshot(name: string): Promise<void> {
    const folder = join(repositoryRoot, 'out', 'shots');
    mkdirSync(folder, { recursive: true });
    await this.page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  }

  close(): Promise<void> {
    return this.browser.close();
  }
}

/** Sets VS Code's variables as VS Code does: on the root element. */
function paint(theme: Theme): string {
  return `document.addEventListener('DOMContentLoaded', () => {
    for (const [name, value] of Object.entries(${JSON.stringify(THEMES[theme])})) {
      document.documentElement.style.setProperty('--vscode-' + name, value);
    }
  });`;
}

async function fakeHost(): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: repositoryRoot,
    bundle: true,
    entryPoints: ['test/webview/fakeHost.ts'],
    format: 'iife',
    platform: 'browser',
    write: false,
  });
  return outputFiles[0]?.text ?? '';
}
