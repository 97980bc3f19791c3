import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { repositoryRoot } from '../workbench/root.js';

/** One row of the list of completions: what a screen reader says for it, and its text on the screen. */
export interface Suggestion {
  readonly spoken: string;
  readonly text: string;
}

/** What a person does in, and sees of, a VS Code window. Every method throws Playwright's time-out error when it waits in vain. */
export class EditorWindow {
  readonly page: Page;
  /** The workspace that is open. */
  readonly folder: string;
  /** Closes the window and ends everything behind it. */
  readonly close: () => Promise<void>;

  constructor(page: Page, folder: string, close: () => Promise<void>) {
    this.page = page;
    this.folder = folder;
    this.close = close;
  }

  /** Opens a file of the workspace through Quick Open. */
  async openFile(name: string): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+P');
    await this.pick(name, name);
    await this.editor(name).locator('.view-line').first().waitFor();
  }

  /** Runs a command of the palette by its title. */
  async run(title: string): Promise<void> {
    await this.page.keyboard.press('F1');
    await this.pick(`>${title}`, title);
  }

  /** Clicks into the file and moves to its end. */
  async goToEnd(name: string): Promise<void> {
    await this.editor(name).locator('.view-lines').click();
    await this.page.keyboard.press('ControlOrMeta+End');
  }

  /** The first line on the screen that holds this text. */
  line(name: string, text: string): Locator {
    return this.editor(name)
      .locator('.view-line', { hasText: text.replaceAll(' ', '\u00a0') })
      .first();
  }

  /** Types like a person. */
  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text, { delay: 30 });
  }

  /** Presses a key, in Playwright's names: `Enter`, `Tab`, `Control+Space`. */
  async press(key: string): Promise<void> {
    await this.page.keyboard.press(key);
  }

  /** Waits for the list of completions and reads the rows that are drawn. */
  async suggestions(): Promise<Suggestion[]> {
    const rows = this.page.locator('.suggest-widget.visible .monaco-list-row');
    await rows.first().waitFor();
    return rows.evaluateAll((elements) =>
      elements
        .sort((a, b) => Number(a.getAttribute('data-index')) - Number(b.getAttribute('data-index')))
        .map((row) => ({ spoken: row.getAttribute('aria-label') ?? '', text: row.textContent?.trim() ?? '' })),
    );
  }

  /** Waits for ghost text and reads it. */
  async ghostText(): Promise<string> {
    const ghost = this.page.locator('.ghost-text-decoration, .ghost-text').first();
    await ghost.waitFor();
    return plain(await ghost.textContent());
  }

  /** The text of the status bar item that contains `text`; waits until there is one. */
  async status(text: string | RegExp): Promise<string> {
    const item = this.page.locator('.statusbar-item', { hasText: text }).first();
    await item.waitFor();
    return plain(await item.textContent());
  }

  /** The lines of the file that are drawn, from top to bottom. */
  async lines(name: string): Promise<string[]> {
    const lines = await this.editor(name)
      .locator('.view-line')
      .evaluateAll((elements) =>
        elements
          .map((line) => ({ top: line.getBoundingClientRect().top, text: line.textContent ?? '' }))
          .sort((a, b) => a.top - b.top)
          .map(({ text }) => text),
      );
    return lines.map(plain);
  }

  /** Waits until a line of the file contains or matches `text`; in a pattern, write `\\s` for a space. */
  async waitForLine(name: string, text: string | RegExp): Promise<void> {
    await this.editor(name).locator('.view-line', { hasText: text }).first().waitFor();
  }

  /** Saves a picture of the window as `out/shots/NAME.png` and returns its path. */
  async screenshot(name: string): Promise<string> {
    const folder = join(repositoryRoot, 'out', 'shots');
    mkdirSync(folder, { recursive: true });
    const path = join(folder, `${name}.png`);
    await this.page.screenshot({ path });
    return path;
  }

  /** The editor that shows a file. */
  editor(name: string): Locator {
    return this.page.locator(`.monaco-editor[data-uri$="/${name}"]`);
  }

  private async pick(query: string, row: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget input[type=text]');
    await input.fill(query);
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: row }).first().waitFor();
    await this.page.keyboard.press('Enter');
  }
}

/** The editor draws spaces as no-break spaces. */
function plain(text: string | null): string {
  return (text ?? '').replaceAll('\u00a0', ' ').trim();
}
