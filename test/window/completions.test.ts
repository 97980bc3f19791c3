import { afterAll, beforeAll, expect, it } from 'vitest';
import { openWindow } from './open-window.js';
import type { EditorWindow } from './window.js';

const FILE = 'sample.md';
const LINE = 'She opened the [MASK] and looked outside.';
let window: EditorWindow;

beforeAll(async () => {
  // Words of the document would mix into the list if the provider were registered for every language.
  const settings = { 'editor.wordBasedSuggestions': 'allDocuments', 'editor.fontSize': 15 };
  window = await openWindow({ settings });
  await window.openFile(FILE);
});

afterAll(() => window?.close());

/** Puts the cursor behind the mask of `LINE`. */
async function behindTheMask(): Promise<void> {
  await window.editor(FILE).locator('.view-line', { hasText: 'She\u00a0opened' }).click();
  await window.press('Home');
  for (let i = 0; i < 'She opened the [MASK]'.length; i++) await window.press('ArrowRight');
}

it('loads the model when a file with masks is opened, and says so in the status bar', async () => {
  await window.page.locator('.statusbar-item[aria-label*="cloze-bert-en is ready on cpu"]').waitFor();
  expect(await window.status('Cloze')).toBe('Cloze');
});

it('lists words with their probabilities at a mask, and nothing else', async () => {
  await behindTheMask();
  await window.press('Control+Space');
  const rows = await window.suggestions();
  await window.screenshot('completions');
  expect(rows.length).toBeGreaterThanOrEqual(8);
  for (const { text } of rows) expect(text).toMatch(/^\p{L}+ *\d+\.\d %$/u);
});

it('replaces the mask by the chosen word, and one undo brings it back', async () => {
  await window.press('ArrowDown');
  await window.press('Enter');
  await window.waitForLine(FILE, /She\sopened\sthe\s\p{L}+\sand\slooked\soutside\./u);
  await window.screenshot('accepted');
  await window.press('ControlOrMeta+z');
  await window.waitForLine(FILE, LINE.replaceAll(' ', '\u00a0'));
});

it('lists words when the last character of a mask is typed, over the bracket that the editor closed', async () => {
  await window.goToEnd(FILE);
  await window.press('Enter');
  await window.type('It was a very good [MASK]');
  const [first] = await window.suggestions();
  expect(first?.text).toMatch(/^\p{L}+ *\d+\.\d %$/u);
  await window.press('Enter');
  await window.waitForLine(FILE, /It\swas\sa\svery\sgood\s\p{L}+$/u);
});

it('lists nothing when an ordinary bracket is closed', async () => {
  await window.press('Enter');
  await window.type('See [1]');
  await window.page.waitForTimeout(500);
  expect(await window.page.locator('.suggest-widget.visible').count()).toBe(0);
});

it('shows its log on request', async () => {
  await window.run('Cloze: Show Log');
  await window.page
    .locator('.view-line', { hasText: /cloze-bert-en.*loaded\sin/ })
    .first()
    .waitFor();
  await window.screenshot('log');
});
