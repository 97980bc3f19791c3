import { afterAll, beforeAll, expect, it } from 'vitest';
import { openWindow } from './open-window.js';
import type { EditorWindow } from './window.js';

let window: EditorWindow;

beforeAll(async () => {
  window = await openWindow({ settings: { 'cloze.model': '/nowhere/no-model' } });
});

afterAll(() => window?.close());

it('says in the status bar and in one message what is wrong with a model, and the editor works on', async () => {
  await window.openFile('sample.md');
  const item = window.page.locator('.statusbar-item[aria-label*="There is no folder /nowhere/no-model"]');
  await item.waitFor();
  await window.run('Notifications: Show Notifications');
  const message = window.page.locator('.notification-list-item', { hasText: 'There is no folder' });
  await message.waitFor();
  expect(await message.count()).toBe(1);
  await window.screenshot('failure');
  await window.goToEnd('sample.md');
  await window.type(' typed after the failure');
  await window.waitForLine('sample.md', /typed\safter\sthe\sfailure/);
});
