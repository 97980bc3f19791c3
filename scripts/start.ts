// npm start: builds, fills one mask, opens VS Code with the extension; `npm start -- --check` then fills a mask in it, and ends.
import { build } from './build.js';
import { checkWindow } from './start/check.js';
import { openDesktop } from './start/desktop.js';
import { fillOnce } from './start/engine.js';
import { lastingSample } from './start/sample.js';
import { askedToEnd, serve } from './start/serve.js';

const SENTENCE = 'It was a very good [MASK].';

async function main(): Promise<void> {
  const checking = process.argv.includes('--check');
  await build();
  try {
    console.log((await fillOnce(SENTENCE)).join('\n'));
  } catch (error) {
    if (checking) throw error;
    console.error((error as Error).message);
  }
  if (checking) return checkWindow();
  const folder = lastingSample();
  if (await openDesktop(folder)) return;
  const serving = await serve(folder);
  console.log(`\nOpen VS Code with Cloze in a browser of this machine:\n\n  ${serving.url}\n\nCtrl+C ends it.`);
  await askedToEnd();
  await serving.stop();
}

try {
  await main();
  process.exit(0);
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
