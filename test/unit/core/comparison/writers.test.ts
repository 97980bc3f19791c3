import { parse } from 'papaparse';
import { describe, expect, it } from 'vitest';
import { DEFAULT_METHODS, type GoldReport, type MethodReport } from '../../../../src/core/comparison/comparison.js';
import { place } from '../../../../src/core/comparison/condensed.js';
import { findings, ranked } from '../../../../src/core/comparison/findings.js';
import { sampleSentences } from '../../../../src/core/comparison/samples.js';
import { comparisonJson, csv, markdown, methodTable, pairTable } from '../../../../src/core/comparison/writers.js';
import { scene } from '../../../webview/scene.js';

const { texts, pairs = [] } = sampleSentences('en');
const comparison = scene(texts, DEFAULT_METHODS, pairs);

describe('tables', () => {
  it('as CSV come back as they were, with quotes, commas, line breaks and other scripts', () => {
    const rows = [
      ['a "quoted", text\nof two lines', 1.5],
      ['他👩‍🚀来了。', -2],
    ];
    const { data } = parse<string[]>(csv({ columns: ['text', 'value'], rows }).trimEnd());
    expect(data).toEqual([['text', 'value'], ...rows.map((row) => row.map(String))]);
  });

  it('as CSV hold no formula', () => {
    expect(csv({ columns: ['text'], rows: [['=1+cmd|calc']] })).toContain("'=1+cmd|calc");
  });

  it('as Markdown have one line a row, whatever is in it', () => {
    const text = markdown({ columns: ['a', 'b'], rows: [['x | y\nz <img>', 1]] });
    expect(text).toBe('| a | b |\n| --- | --: |\n| x \\| y z \\<img\\> | 1 |\n');
  });

  it('of methods are best first, of pairs complete', () => {
    const { columns, rows } = methodTable(comparison);
    const spearman = rows.map((row) => row[columns.indexOf('Spearman')] as number);
    const values = ranked(comparison.methods).map(({ gold }) => gold?.spearman.value ?? Number.NaN);
    expect(spearman).toEqual(values.map((value) => expect.closeTo(value, 4)));
    expect(spearman).toEqual([...spearman].sort((a, b) => b - a));
    const all = pairTable(comparison);
    expect(all.rows).toHaveLength((texts.length * (texts.length - 1)) / 2);
    const first = all.rows.find((row) => row[0] === 1 && row[1] === 2);
    expect(first?.[all.columns.indexOf('gold')]).toBe(pairs[0]?.gold);
    const cosine = comparison.methods[1]?.cosines[place(0, 1, texts.length)] ?? Number.NaN;
    expect(first?.[all.columns.indexOf('mean cosine')]).toBeCloseTo(cosine, 6);
  });

  it('everything is plain JSON', () => {
    const json = JSON.parse(JSON.stringify(comparisonJson(comparison)));
    expect(json.texts).toEqual(texts);
    expect(json.methods).toHaveLength(comparison.methods.length);
    expect(json.methods[0].cosines).toHaveLength((texts.length * (texts.length - 1)) / 2);
  });
});

describe('findings', () => {
  it('name the best method, CLS, whitening and the pair in dispute', () => {
    const { best, cls, whitening, disagreement } = findings(comparison);
    expect(best?.method).toBe(ranked(comparison.methods)[0]);
    expect(best?.next).toBe(ranked(comparison.methods)[1]);
    expect(cls?.id).toBe('cls');
    expect([whitening?.before.id, whitening?.after.id]).toEqual(['mean', DEFAULT_METHODS.at(-1)]);
    expect(disagreement).toBe(comparison.disagreements[0]);
  });

  it('name no best method without gold scores, and keep the order', () => {
    const without = scene(texts.slice(0, 5), ['max', 'cls']);
    expect(findings(without)).not.toHaveProperty('best');
    expect(ranked(without.methods).map(({ id }) => id)).toEqual(['max', 'cls']);
  });

  it('name no clear winner while the interval of the first less the second holds 0', () => {
    const [first, second] = ranked(comparison.methods) as [MethodReport, MethodReport];
    const withLead = (low: number, high: number) => {
      const differences = { ...first.gold?.differences, [second.id]: { value: 0.1, low, high } };
      const lead = { ...first, gold: { ...(first.gold as GoldReport), differences } };
      return findings({ ...comparison, methods: [second, lead] }).best;
    };
    expect(withLead(-0.01, 0.2)).toMatchObject({ method: { id: first.id }, next: { id: second.id }, isClear: false });
    expect(withLead(0.01, 0.2)?.isClear).toBe(true);
    expect(withLead(Number.NaN, Number.NaN)?.isClear).toBe(false);
  });
});
