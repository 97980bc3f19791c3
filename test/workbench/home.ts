import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { quietSettings, trustSettings } from './settings.js';

/** The throw-away folders of one workbench server. */
export interface Home {
  readonly root: string;
  readonly userData: string;
  readonly extensions: string;
  readonly config: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Makes the folders and the settings file of one workbench server under a new temporary folder. */
export function makeHome(workspaceTrust: boolean, settings: Readonly<Record<string, unknown>>): Home {
  const root = mkdtempSync(join(shortTemporaryFolder(), 'cloze-'));
  const userData = join(root, 'data');
  const folder = (name: string): string => {
    mkdirSync(join(root, name), { recursive: true });
    return join(root, name);
  };
  const all = { ...quietSettings, ...trustSettings(workspaceTrust), ...settings };
  writeFileSync(join(folder('data/User'), 'settings.json'), JSON.stringify(all, null, 2));
  const config = join(root, 'config.yaml');
  writeFileSync(config, 'auth: none\n');
  const env = {
    HOME: root,
    TMPDIR: folder('t'),
    XDG_CACHE_HOME: join(root, 'cache'),
    XDG_CONFIG_HOME: join(root, 'config'),
    XDG_DATA_HOME: join(root, 'share'),
  };
  return { root, userData, extensions: folder('exts'), config, env };
}

/** The workbench makes sockets in here, and a socket's path may have 107 characters at most. */
function shortTemporaryFolder(): string {
  return tmpdir().length > 40 ? '/tmp' : tmpdir();
}
