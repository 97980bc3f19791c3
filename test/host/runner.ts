import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Makes a little extension that runs the tests of `entry` as soon as a window is open, also in an untrusted workspace.
 * @returns a folder of installed extensions that holds it: a page takes only one extension from its sources
 */
export function makeRunner(entry: string): string {
  const extensions = join(dirname(entry), 'extensions');
  const folder = join(extensions, 'cloze.test-runner-0.0.1');
  rmSync(extensions, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const manifest = {
    name: 'test-runner',
    publisher: 'cloze',
    version: '0.0.1',
    engines: { vscode: '^1.90.0' },
    main: './main.cjs',
    activationEvents: ['onStartupFinished'],
    capabilities: { untrustedWorkspaces: { supported: true } },
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'main.cjs'), `exports.activate = () => void require(${JSON.stringify(entry)}).run();\n`);
  return extensions;
}
