import { beforeAll, describe, expect, it } from 'vitest';
import { engineService } from '../../src/engine/service.js';
import { MODEL } from '../support/built.js';

const { signal } = new AbortController();
const spanOf = (text: string, part: string) => ({ start: text.indexOf(part), end: text.indexOf(part) + part.length });

describe('words of a document', () => {
  const engine = engineService();
  const lane = 'interactive';

  beforeAll(async () => {
    await engine.load({ folder: MODEL, device: 'cpu' }, signal);
  });

  it('are replaced as in the prose that they are in, where they stand in the document', async () => {
    const prose = 'She was very happy with the result.';
    const source = 'let x = 1;\n// She was very\n// happy with the result.\r\nfunction y() {}';
    const request = { text: source, span: spanOf(source, 'happy'), top: 5, lane } as const;
    const inDocument = await engine.replace({ ...request, language: 'typescript' }, signal);
    const alone = await engine.replace({ ...request, text: prose, span: spanOf(prose, 'happy') }, signal);
    expect(inDocument.map(({ word }) => word)).toEqual(alone.map(({ word }) => word));
    for (const { edits, word } of inDocument) expect(edits).toEqual([{ ...spanOf(source, 'happy'), text: word }]);
    const asItStands = await engine.replace(request, signal);
    expect(asItStands.map(({ score }) => score)).not.toEqual(alone.map(({ score }) => score));
  });

  it('are ranked as in the prose that they are in', async () => {
    const prose = 'The weather has changed.';
    const source = `<p>The <b>weather</b> has changed.</p>`;
    const request = { alternatives: ['has', 'have'], lane } as const;
    const inDocument = await engine.rank(
      { ...request, text: source, span: spanOf(source, 'has'), language: 'html' },
      signal,
    );
    const alone = await engine.rank({ ...request, text: prose, span: spanOf(prose, 'has') }, signal);
    expect(inDocument).toEqual(alone);
  });

  it('are scored as in the prose that they are in', async () => {
    const source = '# Title\n\nShe was **very**\nhappy with `x`.\n';
    const words = await engine.scoreProse(
      { text: source, language: 'markdown', within: spanOf(source, 'was **very**'), lane },
      signal,
    );
    expect(words.map(({ start, end }) => source.slice(start, end))).toEqual(['was', 'very']);
    const [sentences = []] = await engine.score({ texts: [{ text: 'She was very happy with X.' }], lane }, signal);
    const alone = sentences.flatMap((sentence) => sentence.words).slice(1, 3);
    expect(words.map(({ logprob }) => logprob)).toEqual(alone.map(({ logprob }) => expect.closeTo(logprob, 4)));
  });
});
