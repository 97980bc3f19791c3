import { describe, expect, it } from 'vitest';
import { guessColumns, linesOf, pairsOf, readRows } from '../../../../src/core/comparison/pairsFile.js';

/** The pairs of a file whose columns can be told apart. */
function pairsIn(text: string, name: string) {
  const rows = readRows(text, name);
  const columns = guessColumns(rows);
  if (!columns) throw new Error('The columns are in doubt.');
  const { sentences, skipped, unrated } = pairsOf(rows, columns);
  const { texts, pairs = [] } = sentences;
  return { pairs: pairs.map(({ i, j, gold }) => [texts[i], texts[j], gold]), skipped, unrated };
}

describe('reading', () => {
  it.each([
    [
      '.csv with names, quotes and a line break',
      'a.csv',
      '\ufeffsentence1,sentence2,score\r\n"One, two","Say ""hi""",3\r\n"Three\nfour",Five,0.5\r\n',
    ],
    [
      '.tsv with names in another order',
      'a.tsv',
      'score\tsentence2\tsentence1\n3\tSay "hi"\tOne, two\n0.5\tFive\tThree four\n',
    ],
    [
      '.jsonl of objects',
      'a.jsonl',
      '{"text_a":"One, two","text_b":"Say \\"hi\\"","label":3}\n\n{"text_b":"Five","text_a":"Three four","label":0.5}\n',
    ],
    ['.jsonl of lists', 'a.jsonl', '["One, two","Say \\"hi\\"",3]\n["Three four","Five",0.5]'],
    ['.csv with semicolons', 'a.CSV', 'text1;text2;gold\n"One, two";"Say ""hi""";3\nThree four;Five;0.5'],
  ])('%s', (_, name, text) => {
    const { pairs, skipped } = pairsIn(text, name);
    expect(
      pairs.map((pair) => pair.map((value) => (typeof value === 'string' ? value.replace('\n', ' ') : value))),
    ).toEqual([
      ['One, two', 'Say "hi"', 3],
      ['Three four', 'Five', 0.5],
    ]);
    expect(skipped).toBe(0);
  });

  it('a quotation mark in a .tsv is a character, as in STS-B', () => {
    const { pairs } = pairsIn('"Stop" he said.\tHe said "stop".\t4\nHe left.\t"He went away.\t5\n', 'sts.tsv');
    expect(pairs[1]).toEqual(['He left.', '"He went away.', 5]);
  });

  it('a text that comes again is one text; a row without two texts is left out and counted', () => {
    const rows = readRows(
      'Same text here.\tOther text.\t1\nSame text here.\tThird text.\t2\n\tOnly one text.\t3\n',
      'a.tsv',
    );
    const { sentences, skipped } = pairsOf(rows, { first: 0, second: 1, gold: 2 });
    const { texts, pairs } = sentences;
    expect(texts).toHaveLength(3);
    expect(pairs?.map(({ i, j }) => [i, j])).toEqual([
      [0, 1],
      [0, 2],
    ]);
    expect(skipped).toBe(1);
  });

  it.each([
    ['with names', 'sentence1,sentence2,score\n'],
    ['without names', ''],
  ])('a gold score that is no number leaves its pair unrated, and is told, %s', (_, head) => {
    const rows =
      'One text here.,Another here.,3\nA third text.,A fourth text.,n/a\nOne here.,Two here.,\nIt is.,It was.,1e1\n';
    const { pairs, skipped, unrated } = pairsIn(head + rows, 'a.csv');
    expect(pairs.map(([, , gold]) => gold)).toEqual([3, undefined, undefined, 10]);
    expect({ skipped, unrated }).toEqual({ skipped: 0, unrated: ['n/a', ''] });
  });

  it('a file without gold scores has none that are wrong', () => {
    const { pairs, unrated } = pairsIn('One text here.\tAnother text here.\n', 'a.tsv');
    expect({ pairs, unrated }).toEqual({ pairs: [['One text here.', 'Another text here.', undefined]], unrated: [] });
  });

  it('takes emoji, Chinese and markup as they are', () => {
    const { pairs } = pairsIn('他👩‍🚀来了。\t</script><img>\t1\n', 'a.tsv');
    expect(pairs[0]).toEqual(['他👩‍🚀来了。', '</script><img>', 1]);
  });

  it.each([
    ['a file of another kind', 'a.txt', 'x', 'neither'],
    ['an empty file', 'a.csv', '', 'no row'],
    ['a quote that is not closed', 'a.csv', 'sentence1,sentence2\n"One,two\n', 'Row'],
    ['a line that is not JSON', 'a.jsonl', '["a","b"]\n{"a":', 'Line 2'],
    ['a line that is a number', 'a.jsonl', '1', 'no object'],
  ])('refuses %s', (_, name, text, expected) => {
    expect(() => readRows(text, name)).toThrow(expected);
  });

  it('refuses a file without any pair', () => {
    expect(() => pairsOf(readRows('a\t\n\tb\n', 'a.tsv'), { first: 0, second: 1 })).toThrow('No row has two texts');
  });
});

describe('columns', () => {
  it('of the STS benchmark are found without names', () => {
    const text =
      'main-captions\tMSRvid\t2012test\t0024\t2.500\tA girl is styling her hair.\tA girl is brushing her hair.\n' +
      'main-captions\tMSRvid\t2012test\t0033\t3.600\tA group of men play soccer on the beach.\tA group of boys are playing soccer.\n';
    expect(guessColumns(readRows(text, 'sts.tsv'))).toEqual({ first: 5, second: 6, gold: 4 });
  });

  it('are in doubt with three texts of one length, or two scores', () => {
    expect(guessColumns(readRows('one text,another text,a third one\n', 'a.csv'))).toBeUndefined();
    expect(guessColumns(readRows('1,one text,another text,2\n', 'a.csv'))).toBeUndefined();
    expect(guessColumns(readRows('only one column\n', 'a.tsv'))).toBeUndefined();
  });
});

it('lines are sentences, each once, whatever ends them', () => {
  expect(linesOf('\ufeffOne.\r\n\n  Two. \nOne.\n').texts).toEqual(['One.', 'Two.']);
});
