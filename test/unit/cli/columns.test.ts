import { describe, expect, it } from 'vitest';
import { fitted } from '../../../src/cli/columns.js';

describe('fitted', () => {
  it.each([
    ['ab', 4, 'ab  '],
    ['abcd', 4, 'abcd'],
    ['abcde', 4, 'abc…'],
    [' a \n\t b ', 4, 'a b '],
    ['猫在垫子上', 10, '猫在垫子上'],
    ['猫在垫子上。', 10, '猫在垫子… '],
    ['猫a垫子', 6, '猫a垫…'],
    ['😀😀😀', 5, '😀😀…'],
    ['👩‍👩‍👧x', 3, '👩‍👩‍👧x'],
    ['éé', 1, '…'],
    ['ééé', 3, 'ééé'],
    ['', 2, '  '],
  ])('%j in %i columns is %j', (text, columns, line) => {
    expect(fitted(text, columns)).toBe(line);
  });
});
