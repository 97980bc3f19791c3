import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Frame } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { MethodReport } from '../../src/core/comparison/comparison.js';
import { ranked } from '../../src/core/comparison/findings.js';
import { sampleSentences } from '../../src/core/comparison/samples.js';
import { MODEL } from '../support/built.js';
import { cloze } from '../support/cli.js';
import { openWindow } from './open-window.js';
import type { EditorWindow } from './window.js';

/** What is chosen behind the CPU would change numbers in the middle. */
const PINNED = { 'cloze.device': 'cpu', 'cloze.precision': 'fp32' };
const HOSTILE = '</script><img src=x onerror="document.title=1"> is a sentence like any other.';
// The first comparison in each window sends the whole background through the model.
vi.setConfig({ testTimeout: 180_000 });

/** Themes of VS Code, and the background of their editors. */
const BACKGROUNDS = {
  'Default Dark Modern': 'rgb(31, 31, 31)',
  'Default Light Modern': 'rgb(255, 255, 255)',
  'Default High Contrast': 'rgb(0, 0, 0)',
} as const;
const THEMES = Object.keys(BACKGROUNDS) as (keyof typeof BACKGROUNDS)[];

/** The page of the panel, when it shows matrices, or something else. */
async function panel(window: EditorWindow, what = '.matrix canvas'): Promise<Frame> {
  const { page } = window;
  for (let tries = 0; tries < 500; tries++) {
    for (const frame of page.frames()) {
      const isThere = await frame
        .locator(what)
        .count()
        .catch(() => 0);
      if (isThere > 0) return frame;
    }
    await page.waitForTimeout(250);
  }
  throw new Error(`The panel does not show ${what}: ${await window.screenshot('pool-missing')}`);
}

/** Gives the focus to the workbench: keys that are pressed in a panel are not for it. */
async function leave({ page }: EditorWindow): Promise<void> {
  await page.locator('.part.sidebar .composite.title').click();
}

/** The sample pairs as somebody's file. @returns what is in it */
function writePairs(folder: string): string {
  const { texts, pairs = [] } = sampleSentences('en');
  const lines = pairs.map(({ i, j, gold }) => [texts[i], texts[j], gold].join('\t'));
  const text = `sentence1\tsentence2\tscore\n${lines.join('\n')}\n`;
  writeFileSync(join(folder, 'pairs.tsv'), text);
  return text;
}

describe.each(THEMES)('in %s', (theme) => {
  let window: EditorWindow;

  beforeAll(async () => {
    window = await openWindow({ settings: { ...PINNED, 'workbench.colorTheme': theme } });
    await window.page.setViewportSize({ width: 1240, height: 1900 });
    writePairs(window.folder);
    writeFileSync(join(window.folder, 'hostile.txt'), `${HOSTILE}\nA second sentence.\nAnd a third one.\n`);
  });

  afterAll(() => window?.close());

  it('the panel compares the pairs of a file, with their gold scores', async () => {
    await window.openFile('pairs.tsv');
    await window.run('View: Toggle Primary Side Bar Visibility');
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
    await frame.locator('#background').evaluate((element) => element.scrollIntoView());
    await window.page.waitForTimeout(300); // it scrolls
    await window.screenshot(`pool-${name}-why`);
  });

  it('the colours are those of the theme', async () => {
    const frame = await panel(window);
    const own = await frame.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    expect(own).toBe(BACKGROUNDS[theme]);
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

describe('the panel in a window', () => {
  let window: EditorWindow;

  beforeAll(async () => {
    window = await openWindow({ settings: PINNED });
    await window.page.setViewportSize({ width: 1500, height: 1000 });
    const pairs = writePairs(window.folder);
    writeFileSync(join(window.folder, 'unrated.tsv'), `${pairs}${sampleSentences('en').texts[0]}\t🎉🎊\tn/a\n`);
    writeFileSync(
      join(window.folder, 'lines.txt'),
      'The first line is here.\nThe second line is there.\nThe third is not.\n',
    );
  });

  afterAll(() => window?.close());

  it('shows the numbers of cloze pool', async () => {
    await window.openFile('pairs.tsv');
    await window.run('Cloze: Compare Pooling Methods');
    const frame = await panel(window);
    await frame.locator('#agreement summary').click();
    const rows = frame.locator('#agreement tbody tr');
    await rows.first().waitFor();
    const shown = await rows.evaluateAll((all) =>
      all.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent ?? '')),
    );
    const { stdout } = await cloze(['pool', join(window.folder, 'pairs.tsv'), '--json']);
    const { methods } = JSON.parse(stdout) as { methods: MethodReport[] };
    expect(shown).toHaveLength(methods.length);
    const best = ranked(methods)[0]?.id ?? '';
    for (const [id = '', dimensions, spearman, , , pearson, away, low, , meanCosine, , topShare, isoScore] of shown) {
      const printed = methods.find((it) => it.id === id);
      expect(Number(dimensions)).toBe(printed?.dimensions);
      const pairs = [
        [spearman, printed?.gold?.spearman.value],
        [pearson, printed?.gold?.pearson.value],
        [away, printed?.gold?.differences[best]?.value],
        [low, printed?.gold?.differences[best]?.low],
        [meanCosine, printed?.background.meanCosine],
        [topShare, printed?.background.topShare],
        [isoScore, printed?.background.isoScore],
      ] as const;
      for (const [text = '', value = Number.NaN] of pairs) {
        expect(Math.abs(Number(text.replace('\u2212', '-')) - value), id).toBeLessThan(0.005);
      }
    }
  });

  it('comes back as it was when it was hidden, and when the window is loaded again', async () => {
    const before = await panel(window);
    await before.locator('button.row').nth(1).click();
    const pair = await before.locator('.reader').textContent();
    await leave(window);
    await window.openFile('notes.txt'); // on top of the panel
    expect(window.page.frames()).not.toContain(before);
    await window.page.locator('.tab', { hasText: 'Pooling Methods' }).click();
    const shown = await panel(window);
    await expect.poll(() => shown.locator('.reader').textContent()).toBe(pair);

    await window.page.waitForTimeout(11_000); // VS Code writes down what was open, every 5 s when it is idle
    await window.page.reload();
    await window.page.locator('.tab', { hasText: 'Pooling Methods' }).click(); // which of the tabs was on top it may not know yet
    const again = await panel(window);
    await expect.poll(() => again.locator('.where').textContent()).toContain('pairs.tsv');
    await expect.poll(() => again.locator('.reader').textContent()).toBe(pair);
  });

  it('shows what was asked for last, though a page that is gone asked for more', async () => {
    const many = Array.from({ length: 500 }, (_, i) => `Sentence number ${i} is about something else.`);
    writeFileSync(join(window.folder, 'many.txt'), many.join('\n'));
    await leave(window);
    await window.run('View: Close All Editors');
    await window.openFile('many.txt');
    await window.run('Cloze: Compare Pooling Methods');
    const first = await panel(window, 'progress');
    await first.locator('h1').click();
    await leave(window);
    await window.openFile('lines.txt'); // on top of the panel
    expect(window.page.frames()).not.toContain(first);
    await window.run('Cloze: Compare Pooling Methods');
    const second = await panel(window);
    expect(await second.locator('.where').textContent()).toMatch(/^lines\.txt · 3 sentences/);
    expect(await second.locator('button.row').count()).toBeLessThanOrEqual(3);
  });

  it('follows the selection', async () => {
    await leave(window);
    await window.run('View: Close All Editors');
    await window.openFile('lines.txt');
    await window.run('Cloze: Compare Pooling Methods');
    const frame = await panel(window);
    await frame.locator('.where', { hasText: 'lines.txt · 3 sentences' }).waitFor();
    await frame.getByText('Follow selection').click();
    await window.editor('lines.txt').locator('.view-line').first().click();
    await window.press('Home');
    await window.press('Shift+ArrowDown');
    await window.press('Shift+ArrowDown');
    await frame.locator('.where', { hasText: 'the selection · 2 sentences' }).waitFor();
  });

  it('opens its numbers as a document', async () => {
    const frame = await panel(window);
    await frame.getByRole('button', { name: 'Table as a document' }).click();
    await window.page.locator('.view-line', { hasText: '|\u00a0method\u00a0|\u00a0dimensions' }).waitFor();
  });

  it('tells of rows whose gold score is no number', async () => {
    await leave(window);
    await window.openFile('unrated.tsv');
    await window.run('Cloze: Compare Pooling Methods');
    const frame = await panel(window);
    await frame.locator('.where', { hasText: 'unrated.tsv · 33 sentences' }).waitFor();
    const notices = frame.locator('.notices li');
    await notices.getByText('Rows whose gold score is no number, such as “n/a”: 1.').waitFor();
    await notices.getByText('The model hardly knows 1 of the 33 sentences (33)').waitFor();
    await window.screenshot('pool-notices');
  });

  it('puts a second model beside the first', async () => {
    const frame = await panel(window);
    await frame.getByRole('button', { name: 'Compare with a second model' }).click();
    const input = window.page.locator('.quick-input-widget input[type=text]');
    await input.fill(`${MODEL}/`);
    await window.page.waitForTimeout(1000); // the dialog looks into the folder
    const buttons = window.page.locator('.quick-input-widget .quick-input-action .monaco-button');
    await buttons.filter({ hasText: /^(OK|Compare With This Model)$/ }).click();
    await frame.getByText('Computing by the second model').waitFor({ timeout: 60_000 });
    const second = frame.locator('.two .model').nth(1);
    await second.locator('.matrix canvas').first().waitFor({ timeout: 120_000 });
    expect(await frame.locator('.model-name').count()).toBe(2);
    expect(await frame.locator('.matrix').count()).toBe(12);
    await frame.getByRole('button', { name: 'Without the second model' }).click();
    await expect.poll(() => frame.locator('.matrix').count()).toBe(6);
  });

  it('shows another model when one is chosen, and says so when that cannot be used', async () => {
    const frame = await panel(window);
    const settings = join(window.folder, '.vscode', 'settings.json');
    mkdirSync(dirname(settings));
    const other = join(window.folder, 'other-model');
    cpSync(MODEL, other, { recursive: true });
    writeFileSync(settings, JSON.stringify({ 'cloze.model': other }));
    await frame.locator('.where', { hasText: 'other-model (bert' }).waitFor({ timeout: 60_000 });
    writeFileSync(settings, JSON.stringify({ 'cloze.model': join(window.folder, 'no-model') }));
    await frame.getByRole('alert').getByText('There is no folder').waitFor();
    rmSync(settings);
  });
});
