import { describe, expect, it } from 'vitest';
import { fitsMatrix, matrixTold, pairsOf, pairsTold } from '../../../src/cli/similarityTables.js';

const TEXTS = [
  'A cat sat on the mat and looked at the dog in the garden.',
  '他每天早上坐火车去学校上课。',
  'A dog ran.',
];
const COSINES = [
  [1, 0.1, 0.9],
  [0.1, 1, -0.2],
  [0.9, -0.2, 1],
];
const FOUND = {
  cosines: COSINES.map((row) => Float64Array.from(row)),
  percentiles: COSINES.map((row) => row.map((cosine) => 50 + 50 * cosine)),
  pairs: COSINES.map((row) => row.map(() => 2000)),
} as unknown as Parameters<typeof pairsOf>[0];
const all = () => true;

/** Columns of a terminal, for the texts above. */
function columns(line: string): number {
  return [...line].reduce((sum, character) => sum + (/[\u3000-\u9fff]/.test(character) ? 2 : 1), 0);
}

describe('similarities as tables', () => {
  it('a matrix is for as many texts as the terminal has room for', () => {
    expect([3, 7, 8].map((texts) => fitsMatrix(texts, 80))).toEqual([true, true, false]);
    expect(fitsMatrix(20, 200)).toBe(true);
  });

  it('a matrix has cosines below its diagonal, and keeps to the width', () => {
    const lines = matrixTold(TEXTS, FOUND, all, 50).trimEnd().split('\n');
    expect(lines).toHaveLength(5);
    for (const line of lines) expect(columns(line)).toBeLessThanOrEqual(50);
    const row = lines.find((line) => line.startsWith('   3')) as string;
    expect(row).toMatch(/0\.900|95\.0/);
    expect(lines.join('\n')).toContain('…');
  });

  it('says nothing of texts that the model does not know', () => {
    const table = matrixTold(TEXTS, FOUND, (text) => text !== 1, 80);
    expect(table.match(/\?/g)).toHaveLength(4);
    expect(table).not.toMatch(/-0\.200|40\.0/);
  });

  it('a list has the pairs that are most alike, and keeps to the width', () => {
    const lines = pairsTold(TEXTS, pairsOf(FOUND), 2, 80).trimEnd().split('\n');
    expect(lines[0]).toBe('cosine  percentile');
    expect(lines[1]).toMatch(/^ 0\.900 +95\.0 {2}1 A cat sat .*… {2}3 A dog ran\.$/);
    expect(lines[2]).toMatch(/^ 0\.100 +55\.0 {2}1 A cat sat .*… {2}2 他每天早上坐.*$/);
    expect(lines.slice(3)).toEqual(['', 'The 2 most alike of 3 pairs; more with --top, all with --json.']);
    for (const line of lines) expect(columns(line)).toBeLessThanOrEqual(80);
    expect(lines[1]?.indexOf('  3 A dog')).toBe(lines[2]?.indexOf('  2 他'));
  });
});
