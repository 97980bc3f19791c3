import { afterAll, beforeAll, expect, it } from 'vitest';
import { openWindow } from './open-window.js';
import type { EditorWindow } from './window.js';

let window: EditorWindow;

beforeAll(async () => {
  window = await openWindow();
});

afterAll(() => window?.close());

it('shows the files of the sample workspace', async () => {
  await window.openFile('sample.md');
  expect(await window.lines('sample.md')).toContain('The capital of France is [MASK].');
  await window.screenshot('workbench');
});
