import { readdirSync, readFileSync } from 'node:fs';
import { LANGUAGES } from '../../../../src/core/prose/languages.js';

const FOLDER = 'test/fixtures/prose';

/** A line of test/fixtures/prose/LANGUAGE.txt; see README.md there. */
export interface Case {
  readonly languageId: string;
  readonly line: string;
  /** The document, and what is prose in it between « and ». */
  readonly source: string;
  readonly marked: string;
  /** `kind: text` of each unit, where the case tells. */
  readonly units: readonly string[] | undefined;
}

export const CASES: readonly Case[] = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.txt'))
  .flatMap((name) => {
    const lines = readFileSync(`${FOLDER}/${name}`, 'utf8').split('\n');
    return lines
      .filter((line) => line !== '')
      .map((line) => {
        const [marked = '', units] = line.replaceAll('⏎', '\n').split(' ⇒ ');
        const source = marked.replace(/[«»]/g, '');
        return { languageId: name.replace('.txt', ''), line, source, marked, units: units?.split(' ¦ ') };
      });
  });

export const LANGUAGE_IDS: readonly string[] = [
  ...new Set([...Object.keys(LANGUAGES), ...CASES.map(({ languageId }) => languageId)]),
];

/** Numbers from 0 to below the asked-for one (Park and Miller's generator). */
export function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
}
