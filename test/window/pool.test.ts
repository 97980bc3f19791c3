import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleSentences } from '../../src/core/comparison/samples.js';
import { openWindow } from './open-window.js';
import type { EditorWindow } from './window.js';

const HOSTILE = '</script><img src=x onerror="document.title=1"> is a sentence like any other.';
const THEMES = ['Default Dark Modern', 'Default Light Modern', 'Default High Contrast'] as const;

/** The page of the panel, when it shows matrices. */
async function panel({ page }: EditorWindow): Promise<Frame> {
  for (let tries = 0; tries < 120; tries++) {
    for (const frame of page.frames()) {
      const isThere = await frame
        .locator('.matrix canvas')
        .count()
        .catch(() => 0);
      if (isThere > 0) return frame;
    }
    await page.waitForTimeout(250);
  }
  throw new Error('The panel shows no matrix.');
}

/** The sample pairs as somebody's file. */
function writePairs(folder: string): void {
  const { texts, pairs = [] } = sampleSentences('en');
  const lines = pairs.map(({ i, j, gold }) => [texts[i], texts[j], gold].join('\t'));
  writeFileSync(join(folder, 'pairs.tsv'), `sentence1\tsentence2\tscore\n${lines.join('\n')}\n`);
}

describe.each(THEMES)('in %s', (theme) => {
  let window: EditorWindow;

  beforeAll(async () => {
    window = await openWindow({ settings: { 'workbench.colorTheme': theme } });
    await window.page.setViewportSize({ width: 1500, height: 1000 });
    writePairs(window.folder);
    writeFileSync(join(window.folder, 'hostile.txt'), `${HOSTILE}\nA second sentence.\nAnd a third one.\n`);
  });

  afterAll(() => window?.close());

  it('the panel compares the pairs of a file, with their gold scores', async () => {
    await window.openFile('pairs.tsv');
    await window.run('Cloze: Compare Pooling Methods');
    const frame = await panel(window);
    await window.run('View: Toggle Maximize Editor Group');
    expect(await frame.locator('.matrix').count()).toBe(6);
    expect(await frame.locator('#agreement').count()).toBe(1);
    expect(await frame.locator('.where').textContent()).toMatch(/^pairs\.tsv · 32 sentences · \S+ \(bert, /);
    await frame.locator('button.row').first().click();
    await frame.locator('h1').scrollIntoViewIfNeeded();
    await window.page.waitForTimeout(500);
    const name = theme.toLowerCase().replaceAll(' ', '-');
    await window.screenshot(`pool-${name}`);
    await frame.locator('#matrices').scrollIntoViewIfNeeded();
    await window.screenshot(`pool-${name}-matrices`);
  });

  it('the colours are those of the theme', async () => {
    const frame = await panel(window);
    const own = await frame.evaluate('getComputedStyle(document.body).backgroundColor');
    const theirs = await window.page
      .locator('.monaco-workbench .part.editor')
      .evaluate('(element) => getComputedStyle(element).backgroundColor');
    expect(own).toBe(theirs);
  });

  it('a sentence that looks like markup is shown as text', async () => {
    await window.openFile('hostile.txt');
    await window.run('Cloze: Compare Pooling Methods');
    const frame = await panel(window);
    await frame.locator('.where', { hasText: 'hostile.txt' }).waitFor();
    await frame.locator('button.row').first().waitFor();
    expect(await frame.locator('body').textContent()).toContain(HOSTILE);
    expect(await frame.locator('img').count()).toBe(0);
  });
});
