import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const read = (file: string) => readFileSync(file, 'utf8');
const json = (file: string) => JSON.parse(read(file)) as Record<string, string>;

it('has every string of package.json in both languages, and no others', () => {
  const used = new Set(Array.from(read('package.json').matchAll(/"%([^%"]+)%"/g), ([, key]) => key));
  for (const file of ['package.nls.json', 'package.nls.zh-cn.json']) {
    expect(new Set(Object.keys(json(file)))).toEqual(used);
  }
});

it('has every string of the source in Simplified Chinese, with the same places, and no others', () => {
  const sources = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));
  const calls = sources.flatMap((file) => [...read(`src/${file}`).matchAll(/\bt\(\s*'((?:[^'\\]|\\.)*)'/g)]);
  const used = calls.map(([, message]) => message as string);
  const bundle = json('l10n/bundle.l10n.zh-cn.json');
  expect(used.length).toBeGreaterThan(0);
  expect(new Set(Object.keys(bundle))).toEqual(new Set(used));
  for (const [message, translated] of Object.entries(bundle)) {
    expect(translated.match(/\{\d\}/g)?.sort()).toEqual(message.match(/\{\d\}/g)?.sort());
  }
});
