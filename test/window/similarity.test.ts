import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openWindow } from './open-window.js';
import type { EditorWindow } from './window.js';

// The first comparison in each window sends the whole background through the model.
vi.setConfig({ testTimeout: 180_000 });

/** What is tried behind the CPU would take its time. */
const PINNED = { 'cloze.device': 'cpu', 'cloze.precision': 'fp32' };
const FILE = 'similar.md';
const OTHER = 'other.md';
const LINES = [
  'The cat slept on the warm mat.',
  'Share prices fell sharply on Monday.',
  'A dog lay on the soft rug.',
  'She plays the violin in the school orchestra.',
  'Stocks dropped at the start of the week.',
  'He plays the piano in the church choir.',
];

const LOOKS = [
  {
    name: 'dark',
    theme: 'Dark Modern',
    language: undefined,
    compare: 'Cloze: Compare Selections',
    pin: 'Cloze: Pin Selection for Comparison',
    withPinned: 'Cloze: Compare with Pinned',
    clearPin: 'Cloze: Clear Pinned Selection',
    find: 'Cloze: Find Similar Sentences',
    tab: 'Similarity of Selections',
    cosine: /Cosine -?\d\.\d{3}/,
    message: /Like “.+”: .+, sentences: 7, files: 1/,
  },
  {
    name: 'light-zh',
    theme: 'Light Modern',
    language: 'zh-cn',
    compare: 'Cloze: 比较所选文本',
    pin: 'Cloze: 固定所选文本以供比较',
    withPinned: 'Cloze: 与固定的文本比较',
    clearPin: 'Cloze: 取消固定的文本',
    find: 'Cloze: 查找相似句子',
    tab: '所选文本的相似度',
    cosine: /余弦 -?\d\.\d{3}/,
    message: /与“.+”相似：.+，句子数：7，文件数：1/,
  },
] as const;

describe.each(LOOKS)('similarity in a window, $name', (texts) => {
  let window: EditorWindow;

  beforeAll(async () => {
    const looks = { 'workbench.colorTheme': texts.theme, 'editor.fontSize': 14, 'editor.minimap.enabled': false };
    window = await openWindow({
      settings: { ...looks, ...PINNED },
      ...(texts.language && { language: texts.language }),
    });
    writeFileSync(
      join(window.folder, FILE),
      `# Notes\n\n${LINES.join('\n\n')}\n\nThe little cat was sleeping on a mat.\n`,
    );
    writeFileSync(join(window.folder, OTHER), 'A cat was asleep on the rug.\n');
    await window.openFile(FILE);
  });

  afterAll(() => window?.close());

  const line = (text: string) => window.line(FILE, text);
  const rows = () => window.page.locator('.quick-input-list .monaco-list-row');
  const matrix = () => window.page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');

  /** Selects so many lines from the one with this text on. */
  async function select(text: string, lines: number): Promise<void> {
    await line(text).click();
    await window.press('Home');
    for (let i = 1; i < lines; i++) await window.press('Shift+ArrowDown');
    await window.press('Shift+End');
  }

  it('tells how alike two texts are, and why', async () => {
    await select(LINES[0] as string, 3);
    await window.run(texts.compare);
    await rows().filter({ hasText: texts.cosine }).first().waitFor({ timeout: 150_000 });
    await expect.poll(() => rows().count()).toBe(6);
    await window.screenshot(`similarity-two-${texts.name}`);
    await rows()
      .filter({ hasText: LINES[1] as string })
      .click();
    await expect.poll(() => window.page.locator('.quick-input-widget:visible').count()).toBe(0);
    expect(await window.status(/\((Ln|行) ?5|Ln 5|行 5/)).toContain('5');
  });

  it('shows three or more in a matrix; a click goes to the text', async () => {
    await select(LINES[0] as string, 11);
    await window.run(texts.compare);
    const links = matrix().locator('tbody th a');
    await links.first().waitFor();
    expect(await links.count()).toBe(6);
    // Both of a kind stand beside one another.
    const order = (await links.locator('span').allTextContents()).map((text) => LINES.indexOf(text));
    expect(Math.abs(order.indexOf(3) - order.indexOf(5))).toBe(1);
    await window.page.waitForTimeout(300);
    await window.screenshot(`similarity-matrix-${texts.name}`);
    await links.nth(order.indexOf(4)).click();
    expect(await window.status(/Ln 11|行 11/)).toContain('11');
    await window.page.locator('.tab', { hasText: texts.tab }).click({ button: 'middle' });
  });

  it('compares across files with a pinned selection, which is seen and can be cleared', async () => {
    await window.openFile(OTHER);
    await window.press('ControlOrMeta+a');
    await window.run(texts.pin);
    await window.status('A cat was asleep');
    await window.page.locator(`.tab[data-resource-name="${FILE}"]`).click();
    await select(LINES[0] as string, 1);
    await window.run(texts.withPinned);
    await rows().filter({ hasText: texts.cosine }).first().waitFor();
    await expect.poll(() => rows().count()).toBe(6);
    await window.screenshot(`similarity-pinned-${texts.name}`);
    await window.press('Escape');
    await window.run(texts.clearPin);
    await expect.poll(() => window.page.locator('.statusbar-item', { hasText: 'A cat was' }).count()).toBe(0);
  });

  it('finds similar sentences in a tree; a click goes to the sentence', async () => {
    await line('The little cat').click();
    await window.run(texts.find);
    const items = window.page.locator('.pane-body .monaco-list-row', { hasText: /\d+\.\d % · similar\.md:/ });
    await items.first().waitFor();
    await expect
      .poll(() => window.page.locator('.pane-body .message').allTextContents())
      .toEqual(expect.arrayContaining([expect.stringMatching(texts.message)]));
    expect(await items.first().textContent()).toContain(LINES[0]);
    await window.page.waitForTimeout(300);
    await window.screenshot(`similarity-tree-${texts.name}`);
    await items.first().click();
    expect(await window.status(/Ln 3|行 3/)).toContain('3');
  });
});
