import { expect, it } from 'vitest';
import { packagedManifest } from '../../../scripts/package/manifest.js';

const MANIFEST = {
  name: 'cloze',
  private: true,
  main: './dist/extension.cjs',
  scripts: { build: 'x' },
  dependencies: { a: '1' },
  devDependencies: { b: '1' },
  overrides: {},
  contributes: { commands: [] },
};

it('leaves out what is for developers and keeps the rest', () => {
  expect(packagedManifest(MANIFEST)).toEqual({
    name: 'cloze',
    main: './dist/extension.cjs',
    contributes: { commands: [] },
  });
});

it('names the repository when there is one', () => {
  expect(packagedManifest(MANIFEST, 'https://example.org/cloze')['repository']).toBe('https://example.org/cloze');
});
