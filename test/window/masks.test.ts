import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWindow } from './open-window.js';
import type { EditorWindow } from './window.js';

const FILE = 'masks.md';
const PINNED = { 'cloze.device': 'cpu', 'cloze.precision': 'fp32' };

/** What is looked for in either language. */
const LANGUAGES = [
  {
    language: undefined,
    suffix: '',
    fillMask: 'Cloze: Fill Mask',
    fillAll: 'Cloze: Fill All Masks',
    suggest: 'Cloze: Suggest at Cursor',
    off: 'Cloze: Turn On or Off for This Language',
    others: /If the other masks take/,
    hover: /Together, the masks take/,
    list: /Fill 3 masks together/,
  },
  {
    language: 'zh-cn',
    suffix: '-zh',
    fillMask: 'Cloze: 填充掩码',
    fillAll: 'Cloze: 填充所有掩码',
    suggest: 'Cloze: 在光标处建议',
    off: 'Cloze: 为此语言开启或关闭',
    others: /若其他掩码填入/,
    hover: /各掩码一起填入/,
    list: /一起填充 3 个掩码/,
  },
] as const;

describe.each(LANGUAGES)('masks in a window, $fillMask', (texts) => {
  let window: EditorWindow;
  const two = 'She [MASK] the door and [MASK] outside.';
  const one = 'It was a very good [MASK], and everybody knew it.';

  beforeAll(async () => {
    const settings = {
      ...PINNED,
      'cloze.wordCompletion': true,
      'cloze.timeBudget': 10_000, // the machine may be busy
      'editor.fontSize': 15,
      'editor.minimap.enabled': false,
      '[markdown]': { 'editor.quickSuggestions': { other: 'on', comments: 'on', strings: 'on' } },
      'editor.wordBasedSuggestions': 'off',
    };
    window = await openWindow({ settings, ...(texts.language && { language: texts.language }) });
    await window.openFile(FILE);
    await window.page.locator('.statusbar-item[aria-label*="cpu"]').first().waitFor();
  });

  afterAll(() => window?.close());

  const line = (text: string | RegExp) =>
    window
      .editor(FILE)
      .locator('.view-line', { hasText: typeof text === 'string' ? text.replaceAll(' ', '\u00a0') : text })
      .first();
  const dirty = () => window.page.locator('.tab.active.dirty').count();

  /** Puts the cursor right behind `before` in the line that holds it. */
  async function goTo(text: string, before: string): Promise<void> {
    await line(text).click();
    await window.press('Home');
    for (let i = 0; i < text.indexOf(before) + before.length; i++) await window.press('ArrowRight');
  }

  async function undo(text: string): Promise<void> {
    await window.press('ControlOrMeta+z');
    await line(text).waitFor();
    expect(await dirty()).toBe(0);
  }

  it('lists words that fit together with those of the other mask, and shows the sentence', async () => {
    await goTo(two, 'She [MASK]');
    await window.press('Control+k');
    await window.press('h');
    const rows = await window.suggestions();
    expect(rows.length).toBeGreaterThanOrEqual(8);
    await window.page.waitForTimeout(300);
    await window.press('Control+Space'); // the details
    await window.page.locator('.suggest-details', { hasText: texts.others }).waitFor();
    await window.page.waitForTimeout(300);
    await window.screenshot(`together${texts.suffix}`);
    await window.press('Control+Space');
    await window.press('Enter');
    await window.waitForLine(FILE, /She\s\p{L}+\sthe\sdoor\sand\s\[MASK\]\soutside/u);
    await undo(two);
  });

  it('shows words in the place of a mask as ghost text, one after the other; one undo takes one back', async () => {
    await goTo(one, 'good [MASK]');
    await window.run(texts.suggest);
    const first = await window.ghostText();
    expect(first).toMatch(/^→ \p{L}+$/u);
    await window.press('Alt+]');
    await expect.poll(() => window.ghostText()).not.toBe(first);
    await window.screenshot(`ghost${texts.suffix}`);
    await window.press('Tab');
    await window.waitForLine(FILE, /It\swas\sa\svery\sgood\s\p{L}+,\sand/u);
    await undo(one);
    // VS Code's key for the next word of a suggestion.
    await window.run(texts.suggest);
    await window.ghostText();
    await window.press('Control+ArrowRight');
    await window.waitForLine(FILE, /It\swas\sa\svery\sgood\s\p{L}+,\sand/u);
    await undo(one);
  });

  it('shows missing words at the cursor as ghost text, and Escape leaves all as it was', async () => {
    const text = 'She went the house yesterday.';
    await goTo(text, 'She went ');
    await window.run(texts.suggest);
    expect(await window.ghostText()).toMatch(/^\p{L}/u);
    await window.screenshot(`cursor${texts.suffix}`);
    await window.press('Escape');
    expect(await dirty()).toBe(0);
    await window.press('Control+k');
    await window.press('j');
    await window.ghostText();
    await window.press('Tab');
    await window.waitForLine(FILE, /She\swent\s[\p{L}\s]+\sthe\shouse\syesterday/u);
    await undo(text);
  });

  it('completes words as they are typed, quickly, too', async () => {
    await goTo('It was a beaut', 'It was a beaut');
    await window.press('Backspace');
    await window.type('tif');
    await expect.poll(async () => (await window.suggestions())[0]?.text).toMatch(/^beautif\p{L}+/u);
    await window.screenshot(`typing${texts.suffix}`);
    await window.press('Escape');
    await window.page.keyboard.type('ul day it was and we were very happ', { delay: 0 });
    await expect.poll(async () => (await window.suggestions())[0]?.text).toMatch(/^happ\p{L}+/u);
    await window.press('Escape');
    const isBack = async () => (await window.lines(FILE)).includes('It was a beaut');
    for (let i = 0; i < 30 && !(await isBack()); i++) await window.press('ControlOrMeta+z');
    expect(await isBack()).toBe(true);
  });

  it('tells on a mask what could stand there', async () => {
    await goTo(two, 'She [MA');
    await window.press('Control+k');
    await window.press('Control+i');
    await window.page.locator('.monaco-hover:not(.hidden)', { hasText: texts.hover }).waitFor();
    await window.page.waitForTimeout(300);
    await window.screenshot(`hover${texts.suffix}`);
    await window.press('Escape');
  });

  it('fills all masks in one step, seen before it is made', async () => {
    await goTo(two, 'She');
    await window.run(texts.fillAll);
    await window.page.locator('.quick-input-list .monaco-list-row').first().waitFor();
    await expect.poll(() => window.page.locator('.quick-input-title').textContent()).toMatch(texts.list);
    await window.press('ArrowDown');
    await window.page.waitForTimeout(300);
    await window.screenshot(`fill-all${texts.suffix}`);
    await window.press('Escape');
    expect(await dirty()).toBe(0);
    await window.run(texts.fillAll);
    await window.page.locator('.quick-input-list .monaco-list-row').first().waitFor();
    await window.press('Enter');
    await window.waitForLine(FILE, /She\s\p{L}+\sthe\sdoor\sand\s\p{L}+\soutside/u);
    await window.waitForLine(FILE, /It\swas\sa\svery\sgood\s\p{L}+,/u);
    await undo(two);
  });

  it('inserts a mask for a word', async () => {
    await goTo('The end.', 'The e');
    await window.press('Control+k');
    await window.press('b');
    await window.waitForLine(FILE, /The\s\[MASK\]\./);
    await undo('The end.');
  });

  it('is off for a language when it is told so, and then does nothing', async () => {
    await goTo(one, 'good [MASK]');
    await window.run(texts.off);
    await window.page.locator('.statusbar-item', { hasText: '“markdown”' }).first().waitFor();
    await goTo(one, 'good [MASK]');
    await window.press('Control+Space');
    await window.page.waitForTimeout(800);
    expect(await window.page.locator('.suggest-widget.visible .monaco-list-row', { hasText: '%' }).count()).toBe(0);
    await window.press('Escape');
    await window.run(texts.off);
  });
});
