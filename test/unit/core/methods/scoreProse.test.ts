import { expect, it } from 'vitest';
import { scoreProse } from '../../../../src/core/methods/scoreProse.js';
import { toyModel } from '../../../support/toyModel.js';

const toy = toyModel(['the', 'dog', 'sat', 'x', 'on', '.'], (token) => (token === 'dog' ? 9 : 1));
const words = async (text: string, language: string, part = text) => {
  const start = text.indexOf(part);
  const within = { start, end: start + part.length };
  const scored = await scoreProse(toy, { text, language, within }, { guesses: 3 });
  return scored.map((word) => text.slice(word.start, word.end));
};

it('scores the prose of a stretch, where it stands in the document', async () => {
  const markdown = '# the dog\r\n\r\nthe **sat** `x` dog\r\non the .\r\n';
  expect(await words(markdown, 'markdown')).toEqual(['the', 'dog', 'the', 'sat', 'dog', 'on', 'the', '.']);
  expect(await words(markdown, 'markdown', 'sat** `x` dog')).toEqual(['sat', 'dog']);
  expect(await words(markdown, 'markdown', '# the')).toEqual(['the']);
  expect(await words('x = on  # the dog\nsat = "the sat"', 'python')).toEqual(['the', 'dog', 'the', 'sat']);
  expect(await words('x = on', 'python')).toEqual([]);
});

it('sees the whole paragraph around the stretch', async () => {
  toy.asked.length = 0;
  await words('the dog\nsat on .', 'markdown', 'sat');
  expect(toy.asked.flat()[0]?.ids).toHaveLength(7);
});

it('tells several better words, the blocked ones left out', async () => {
  const score = async (blocked: string[]) => {
    const options = { guesses: 2, blocked };
    const [word] = await scoreProse(toy, { text: 'on', language: 'plaintext', within: { start: 0, end: 2 } }, options);
    return word?.guesses?.map(({ text }) => text);
  };
  expect(await score([])).toEqual(['dog']);
  expect(await score(['DOG'])).toBeUndefined();
});
