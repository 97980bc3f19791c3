import { expect, it } from 'vitest';
import { similarities } from '../../../src/client/similarity.js';
import { type MatrixPage, matrixHtml } from '../../../src/editor/similarity/matrixHtml.js';
import { vectorEngine } from '../../support/vectorEngine.js';

const HOSTILE = '</style><img src=x onerror="alert(1)">\'&';

async function page(texts: readonly string[]): Promise<MatrixPage> {
  const how = { representation: '', background: 'en.txt', lane: 'interactive' } as const;
  return {
    title: `Title ${HOSTILE}`,
    language: 'en',
    lead: HOSTILE,
    notes: [HOSTILE],
    texts: texts.map((text, i) => ({ text, place: `a.md:${i}`, link: `command:cloze.x?${i}` })),
    cell: (cosine, percentile) => `cosine ${cosine}, percentile ${percentile}`,
    found: await similarities(vectorEngine().ask, texts, how),
    nonce: 'n0nce',
  };
}

it('shows texts that are alike together, each with a link', async () => {
  const html = matrixHtml(await page(['abab', 'xyz', 'ab', 'xyzzyx']));
  const numbers = [...html.matchAll(/<th scope="row">.*?<b>(\d)<\/b>/g)].map((match) => Number(match[1]));
  expect([...numbers.slice(0, 2)].sort()).toEqual(numbers.includes(1) && numbers.indexOf(1) < 2 ? [1, 3] : [2, 4]);
  expect(html.match(/href="command:cloze\.x\?\d"/g)).toHaveLength(4);
  expect(html.match(/<td class="p10"/g)).toHaveLength(4);
  expect(html.match(/<td class="same">/g)).toHaveLength(4);
  expect(html).toContain('cosine 1.00, percentile 100.0');
});

it('treats texts as data', async () => {
  const html = matrixHtml(await page([HOSTILE, 'ab', 'abc']));
  expect(html).not.toContain('<img');
  expect(html).not.toContain('\'&"');
  expect(html.match(/<\/style>/g)).toHaveLength(1);
  expect(html).toContain("default-src 'none'; style-src 'nonce-n0nce'");
  expect(html).not.toContain('<script');
  expect(html).toContain('&#60;/style&#62;&#60;img src=x onerror=&#34;alert(1)&#34;&#62;&#39;&#38;');
});
