import { expect, it } from 'vitest';
import { hoverText } from '../../../src/editor/filling/hoverText.js';

const t = (message: string, ...args: string[]) => message.replace(/\{(\d)\}/g, (_, i) => args[Number(i)] as string);
const candidate = (word: string, probability: number, share?: number) => {
  return { word, pieces: 1, logprob: Math.log(probability), probability, ...(share !== undefined && { share }) };
};
const filled = { start: 0, end: 6, candidates: [candidate('big', 0.5), candidate('a|b', 0.25)], entropy: Math.log(4) };

it('has a row a candidate, with a bar that is as long as it is likely', () => {
  const [table, entropy] = hoverText({ filled }, t).split('\n\n');
  expect(table?.split('\n').slice(2)).toEqual(['| big | ████████████ | 50.0 % |', '| a&#124;b | ██████ | 25.0 % |']);
  expect(entropy).toBe('Entropy 1&#46;39 nats&#44; as of 4&#46;0 words that are equally likely');
});

it('shows the shares of given candidates', () => {
  const given = { ...filled, candidates: [candidate('x', 1e-9, 0.875), candidate('y', 1e-10, 0.125)] };
  expect(hoverText({ filled: given }, t)).toContain('| y | █▊ | 12.5 % |');
});

it('has no bar for given candidates that the tokenizer does not know', () => {
  const unknown = { ...candidate('😀', 0, 0), pieces: 0 };
  const beside = hoverText({ filled: { ...filled, candidates: [candidate('x', 0.1, 1), unknown] } }, t);
  expect(beside).toContain('| x | ████████████ | 100.0 % |\n| 😀 |  | has no pieces of its own there |');
  const alone = hoverText({ filled: { ...filled, candidates: [unknown], entropy: 0 } }, t);
  expect(alone).toMatch(/\| 😀 \| {2}\| has no pieces of its own there \|$/);
});

it('says what the masks take together, and when the model hardly knows the language', () => {
  const together = { words: ['one', undefined, 'two'], logprob: Math.log(0.1) };
  const unfamiliar = { what: 'script', unknown: 1, pieces: 0 } as const;
  const text = hoverText({ filled, together, unfamiliar }, t);
  expect(text).toContain('one&#44; …&#44; two &#40;joint probability 10&#46;0 &#37;&#41;');
  expect(text).toContain('does not know this script');
});

it('says when there is no word', () => {
  expect(hoverText({ filled: { ...filled, candidates: [] } }, t)).toMatch(/^No word fits here\.\n\nEntropy/);
});
