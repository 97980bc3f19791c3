import { expect, it } from 'vitest';
import { ghostOfMask } from '../../../src/editor/filling/ghost.js';

const SPACES = { insertSpaces: true, tabSize: 4 };
const TABS = { insertSpaces: false, tabSize: 4 };

const ghost = (line: string, indentation = SPACES) => {
  const start = line.indexOf('[MASK]');
  return ghostOfMask(line, { start, end: start + 6 }, 'Paris', indentation);
};

it('is the line with the mask as the default of a variable that is empty on acceptance', () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a snippet
  expect(ghost('  It is [MASK].')).toBe('  It is ${TM_CURRENT_LINE:[MASK] → }Paris$0.');
});

it('escapes what a snippet would read', () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a snippet
  expect(ghost('$1 {x} \\ [MASK] }')).toBe('\\$1 {x\\} \\\\ ${TM_CURRENT_LINE:[MASK] → }Paris$0 \\}');
});

it('is not where VS Code would rewrite the indentation', () => {
  expect(ghost('\tIt is [MASK].')).toBeUndefined();
  expect(ghost('    It is [MASK].', TABS)).toBeUndefined();
  expect(ghost('\t \tIt is [MASK].', TABS)).toBeUndefined();
  expect(ghost('\tIt is [MASK].', TABS)).toBeDefined();
  expect(ghost('\t  It is [MASK].', TABS)).toBeDefined();
});

it('is not where VS Code would draw none', () => {
  expect(ghost('😀 It is [MASK].')).toBeUndefined();
  expect(ghost('It is [MASK] 😀.')).toBeDefined();
  expect(ghost(`[MASK]${' '.repeat(5000)}`)).toBeUndefined();
});
