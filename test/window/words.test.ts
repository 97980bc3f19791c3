import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWindow } from './open-window.js';
import type { EditorWindow } from './window.js';

const FILE = 'words.md';

/** What `auto` finds depends on the machine. */
const PINNED = { 'cloze.device': 'cpu', 'cloze.precision': 'fp32' };

/** What is looked for in either language. */
const LANGUAGES = [
  {
    language: undefined,
    suffix: '',
    replace: 'Cloze: Suggest Replacements',
    rank: 'Cloze: Rank Alternatives',
    score: 'Cloze: Score Selection',
    clear: 'Cloze: Clear Marks',
    title: /Other words for “wonderful”/,
    hover: /The\smodel\swould\srather\shave/,
    menu: 'Cloze: Show Menu',
    openWalkthrough: 'Walkthrough',
    steps: ['Fill a blank', 'Find another word'],
    ignore: /ignore “\p{L}+” in this file/u,
  },
  {
    language: 'zh-cn',
    suffix: '-zh',
    replace: 'Cloze: 建议替换词',
    rank: 'Cloze: 比较候选词',
    score: 'Cloze: 为所选文本评分',
    clear: 'Cloze: 清除标记',
    title: /“wonderful”的其他说法/,
    hover: /模型更倾向于/,
    menu: 'Cloze: 显示菜单',
    openWalkthrough: '入门指南',
    steps: ['填空', '换一个词'],
    ignore: /在此文件中忽略/,
  },
] as const;

describe.each(LANGUAGES)('words in a window, $replace', (texts) => {
  let window: EditorWindow;

  beforeAll(async () => {
    const settings = { ...PINNED, 'editor.fontSize': 15, 'cloze.score.threshold': 10, 'editor.minimap.enabled': false };
    window = await openWindow({ settings, ...(texts.language && { language: texts.language }) });
    await window.openFile(FILE);
  });

  afterAll(() => window?.close());

  const line = (text: string) => window.line(FILE, text);
  const rows = () => window.page.locator('.quick-input-list .monaco-list-row');
  const marks = () => window.editor(FILE).locator('.view-overlays .cdr[class*="ced-"]');
  const dirty = () => window.page.locator('.tab.active.dirty').count();

  /** Puts the cursor right of `before` in the line that holds it. */
  async function goTo(text: string, before: string): Promise<void> {
    await line(text).click();
    await window.press('Home');
    for (let i = 0; i < text.indexOf(before) + before.length; i++) await window.press('ArrowRight');
  }

  it('shows other words for a word in its place; Escape leaves all as it was, Enter is one step', async () => {
    const text = 'We had a wonderful time at the lake.';
    await goTo(text, 'wonderf');
    await window.run(texts.replace);
    await rows().first().waitFor();
    await expect.poll(() => window.page.locator('.quick-input-title').textContent()).toMatch(texts.title);
    await window.press('ArrowDown');
    await window.page.waitForTimeout(300);
    await window.screenshot(`replace${texts.suffix}`);
    await window.press('Escape');
    await line(text).waitFor();
    expect(await dirty()).toBe(0);
    await goTo(text, 'wonderf');
    await window.run(texts.replace);
    await rows().first().waitFor();
    await window.press('Enter');
    await window.waitForLine(FILE, /We\shad\san?\s(?!wonderful)\p{L}+\stime/u);
    await window.press('ControlOrMeta+z');
    await line(text).waitFor();
    expect(await dirty()).toBe(0);
  });

  it('is there on a key', async () => {
    await goTo('We had a wonderful time at the lake.', 'wonderf');
    await window.press('Control+k');
    await window.press('g');
    await rows().first().waitFor();
    await window.press('Escape');
  });

  it('ranks alternatives', async () => {
    await goTo('The weather has/have/had been good all week.', 'has/ha');
    await window.run(texts.rank);
    await rows().nth(2).waitFor();
    await window.page.waitForTimeout(300);
    await window.screenshot(`rank${texts.suffix}`);
    await window.press('Enter');
    await window.waitForLine(FILE, /weather\s(has|have|had)\sbeen/);
    await window.press('ControlOrMeta+z');
    await window.waitForLine(FILE, /has\/have\/had/);
  });

  it('marks unlikely words by degrees, with a hover and quick fixes', async () => {
    await goTo('He put the purple elephant into his pocket and walk home quick.', 'He put the pur');
    await window.run(texts.score);
    await marks().first().waitFor();
    await goTo('He put the purple elephant into his pocket and walk home quick.', 'He put the purple ele');
    await window.press('Control+k');
    await window.press('Control+i');
    const hover = window.page.locator('.monaco-hover:not(.hidden)', { hasText: texts.hover });
    await hover.waitFor();
    await window.page.waitForTimeout(500);
    await window.screenshot(`score${texts.suffix}`);
    await window.press('Escape');
    await goTo('He put the purple elephant into his pocket and walk home quick.', 'He put the purple ele');
    await window.press('Control+.');
    const fixes = window.page.locator('.action-widget');
    await fixes.getByText(texts.ignore).first().waitFor();
    await window.screenshot(`score-fixes${texts.suffix}`);
    await window.press('Escape');
    await window.run(texts.clear);
    await expect.poll(() => marks().count()).toBe(0);
  });

  it('shows the model in the language status', async () => {
    await window.page.locator('.statusbar-item[id="status.languageStatus"]').click();
    const status = window.page.locator('.hover-language-status', { hasText: /cpu\s·\sfp32/ });
    await status.first().waitFor();
    await window.screenshot(`language-status${texts.suffix}`);
    await window.press('Escape');
  });

  it('has a menu, and a walkthrough that can be tried step by step', async () => {
    await window.press('Control+b'); // room for what stands beside the steps
    await window.run(texts.menu);
    await rows().first().waitFor();
    await window.page.waitForTimeout(500);
    await window.screenshot(`menu${texts.suffix}`);
    await window.page.locator('.quick-input-widget input[type=text]').fill(texts.openWalkthrough);
    await rows().filter({ hasText: texts.openWalkthrough }).click();
    const steps = window.page.locator('.gettingStartedContainer .step-title');
    for (const step of texts.steps) await steps.filter({ hasText: step }).first().waitFor();
    await steps.filter({ hasText: texts.steps[1] }).first().click();
    await window.page.waitForTimeout(2500);
    await window.screenshot(`walkthrough${texts.suffix}`);
    await window.page.locator('.getting-started-step.expanded .monaco-button').click();
    await rows().first().waitFor();
    await window.screenshot(`walkthrough-tried${texts.suffix}`);
    await window.press('Escape');
  });
});
