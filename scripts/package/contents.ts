import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { BUNDLED_MODELS } from '../../src/catalog/bundled.js';

const DOCUMENTS = ['CHANGELOG.md', 'LICENSE', 'README.md'];
const PICTURES = ['media/icon.png'];
const WALKTHROUGH = 'media/walkthrough';

/**
 * The files of the repository that are in every package as they are, with `/` on every system: the allow-list. Beside them come
 * the bundles, package.json, the native libraries and their notices.
 */
export function copiedFiles(repository: string): string[] {
  const texts = readdirSync(repository).filter((name) => /^package\.nls(\.[\w-]+)?\.json$/.test(name));
  const messages = readdirSync(join(repository, 'l10n')).filter((name) => /^bundle\.l10n\.[\w-]+\.json$/.test(name));
  const models = [...BUNDLED_MODELS, 'background'].flatMap((model) =>
    readdirSync(join(repository, 'models', model)).map((name) => `models/${model}/${name}`),
  );
  const steps = readdirSync(join(repository, WALKTHROUGH)).map((name) => `${WALKTHROUGH}/${name}`);
  return [...DOCUMENTS, ...texts, ...messages.map((name) => `l10n/${name}`), ...PICTURES, ...steps, ...models];
}
