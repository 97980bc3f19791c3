import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Makes a workbench speak another language as far as extensions go: a language pack without a single translation of VS
 * Code itself, which therefore stays English.
 * @param language as VS Code names it, `zh-cn`
 */
export function writeLanguagePack(userData: string, language: string): void {
  const folder = join(userData, 'language-pack');
  mkdirSync(folder, { recursive: true });
  const translations = join(folder, 'main.i18n.json');
  writeFileSync(translations, JSON.stringify({ '': [], version: '1.0.0', contents: {} }));
  const pack = {
    hash: language,
    label: language,
    extensions: [{ extensionIdentifier: { id: `cloze.language-pack-${language}` }, version: '0.0.1' }],
    translations: { vscode: translations },
  };
  writeFileSync(join(userData, 'languagepacks.json'), JSON.stringify({ [language]: pack }));
}
