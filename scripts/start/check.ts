import { showPage } from '../../test/window/open-window.js';
import type { EditorWindow } from '../../test/window/window.js';
import { noChromium } from '../../test/workbench/available.js';
import { findChromium } from '../../test/workbench/browser.js';
import { sampleWorkspace } from '../../test/workbench/workspace.js';
import { findCode } from './desktop.js';
import { serve } from './serve.js';

const FILE = 'notes.txt';
const BEFORE = 'It was a very good ';

/**
 * Opens the sample workspace in a browser workbench, types a sentence with a mask, accepts the first completion, and prints what it saw.
 * @throws Error when Chromium is missing or when something does not happen within two minutes.
 */
export async function checkWindow(): Promise<void> {
  const chromium = findChromium();
  if (chromium === undefined) throw new Error(`The window was not checked: missing ${noChromium}`);
  if (findCode()) console.log('A desktop `code` is on the PATH; the check drives the browser workbench instead.');
  const workspace = sampleWorkspace();
  try {
    const serving = await serve(workspace.folder);
    try {
      console.log(`VS Code with Cloze: ${serving.url}`);
      const window = await showPage({ chromium }, serving.url, workspace.folder);
      try {
        await fillOneMask(window);
      } finally {
        console.log(`Screenshot: ${await window.screenshot('start-check')}`);
        await window.close();
      }
    } finally {
      await serving.stop();
    }
  } finally {
    workspace.remove();
  }
}

async function fillOneMask(window: EditorWindow): Promise<void> {
  window.page.setDefaultTimeout(120_000);
  console.log(`Status bar: ${await window.status('Cloze')}`);
  await window.openFile(FILE);
  await window.goToEnd(FILE);
  await window.press('Enter');
  await window.type(`${BEFORE}.`);
  await window.press('ArrowLeft');
  await window.type('[MASK]');
  const rows = await window.suggestions();
  console.log(`Completions of "${BEFORE}[MASK].":`);
  for (const row of rows) console.log(`  ${row.text}`);
  await window.screenshot('start-check-list');
  await window.press('Enter');
  await window.waitForLine(FILE, /^It\swas\sa\svery\sgood\s[^[]/);
  const line = (await window.lines(FILE)).find((text) => text.startsWith(BEFORE));
  console.log(`After accepting the first: ${line}`);
}
