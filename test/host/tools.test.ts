import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ClozeApi } from '../../src/editor/api.js';
import { activated, set } from './support.js';

/** What a tool tells a language model. */
async function call(name: string, input: object, token = new vscode.CancellationTokenSource().token) {
  const result = await vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined }, token);
  const [part] = result.content as [vscode.LanguageModelTextPart];
  return JSON.parse(part.value);
}

const refused = (name: string, input: object, message: RegExp) =>
  assert.rejects(call(name, input), (error: Error) => message.test(error.message) || assert.fail(error.message));

describe('tools for language models', () => {
  before(activated);

  it('are there, with their schemas', () => {
    const names = vscode.lm.tools.map(({ name }) => name);
    for (const name of ['cloze_fill_mask', 'cloze_rank_candidates', 'cloze_score_text'])
      assert.ok(names.includes(name));
  });

  it('fill one mask', async () => {
    const { model, masks, filled, ...rest } = await call('cloze_fill_mask', {
      text: 'It was 😀 a good [MASK].',
      count: 3,
    });
    assert.deepEqual(rest, {});
    assert.equal(typeof model, 'string');
    const [{ start, end, words, entropy }] = masks;
    assert.deepEqual([start, end, words.length], [17, 23, 3]);
    assert.ok(words[0].probability >= words[1].probability && words[0].probability <= 1);
    assert.ok(entropy > 0);
    assert.equal(filled, `It was 😀 a good ${words[0].word}.`);
  });

  it('fill several masks together, some with given words', async () => {
    const { masks, filled } = await call('cloze_fill_mask', {
      text: '[MASK:He|She] [MASK] the door and <mask> outside.',
    });
    assert.equal(masks.length, 3);
    assert.match(filled, /^(He|She) \p{L}+ the door and \p{L}+ outside\.$/u);
  });

  it('rank candidates, words of several pieces among them', async () => {
    const input = { text: 'The weather [MASK] changed.', candidates: ['has', 'have', 'has certainly'] };
    const { candidates } = await call('cloze_rank_candidates', input);
    assert.deepEqual(
      candidates.map(({ candidate }: { candidate: string }) => candidate).sort(),
      [...input.candidates].sort(),
    );
    const shares = candidates.map(({ share }: { share: number }) => share);
    assert.ok(Math.abs(shares.reduce((sum: number, share: number) => sum + share, 0) - 1) < 1e-6);
    assert.deepEqual(
      shares,
      shares.toSorted((a: number, b: number) => b - a),
    );
  });

  it('score a text', async () => {
    const text = 'She was zebra happy. It was over.\r\n';
    const { words, logprob, wordPseudoPerplexity, sentences, leastLikely } = await call('cloze_score_text', {
      text,
      count: 2,
    });
    assert.equal(words, 9);
    assert.ok(Math.abs(wordPseudoPerplexity - Math.exp(-logprob / words)) < 1e-6);
    assert.deepEqual(
      sentences.map(({ start, end }: { start: number; end: number }) => text.slice(start, end)),
      ['She was zebra happy.', 'It was over.'],
    );
    assert.equal(leastLikely.length, 2);
    for (const { word, start, end } of leastLikely) assert.equal(text.slice(start, end), word);
  });

  it('say what is wrong with an input, so that a model can mend it', async () => {
    await refused('cloze_fill_mask', {}, /lacks "text": The text, with \[MASK\]/);
    await refused('cloze_fill_mask', { text: 'No mask.' }, /no mask in the text. Write \[MASK\]/);
    await refused('cloze_fill_mask', { text: 'A [MASK].', count: 0 }, /"count" must be 1 to 50, not 0/);
    await refused('cloze_fill_mask', { text: 'A [MASK].', top: 3 }, /has no "top": it takes text, count/);
    await refused(
      'cloze_rank_candidates',
      { text: 'A [MASK].', candidates: ['x'] },
      /"candidates" must have at least 2 items/,
    );
    await refused('cloze_rank_candidates', { text: '[MASK] [MASK]', candidates: ['x', 'y'] }, /has 2 masks; leave one/);
    await refused('cloze_score_text', { text: '   ' }, /"text" must not be empty/);
    await refused('cloze_score_text', { text: '[MASK]' }, /no word in the text/);
  });

  it('tell the model to turn to the user where it can do nothing itself', async () => {
    const takeBack = await set('model', '/nonexistent/model');
    try {
      await refused('cloze_fill_mask', { text: 'A [MASK].' }, /no folder .*nonexistent.*tell the user/);
    } finally {
      await takeBack();
    }
    assert.equal((await call('cloze_fill_mask', { text: 'A [MASK].' })).masks.length, 1);
  });

  it('can be cancelled', async () => {
    const cancel = new vscode.CancellationTokenSource();
    const text = 'Nobody was there that day. '.repeat(300);
    const scoring = call('cloze_score_text', { text }, cancel.token);
    setTimeout(() => cancel.cancel(), 100);
    await assert.rejects(scoring);
  });
});

describe('the interface for other extensions', () => {
  let api: ClozeApi;

  before(async () => {
    api = (await activated()).exports.getApi(1);
  });

  it('has a version, and no other', async () => {
    assert.equal(api.version, 1);
    const { exports } = await activated();
    assert.throws(() => exports.getApi(2 as never), /version 1 of its interface, not 2/);
  });

  it('fills, ranks and scores', async () => {
    const { masks } = await api.fillMask({ text: 'A good [MASK].' });
    assert.equal(masks[0]?.words.length, 5);
    const { candidates } = await api.rankCandidates({ text: 'I [MASK] here.', candidates: ['am', 'are', ' am '] });
    assert.equal(candidates.length, 2);
    const { words, leastLikely } = await api.scoreText({ text: 'A good day.' });
    assert.deepEqual([words, leastLikely.length], [4, 3]);
  });

  it('rejects what cannot be, by a code and a sentence', async () => {
    const isBad = (error: unknown) => (error as { code?: string }).code === 'bad-request';
    await assert.rejects(api.fillMask({ text: 'No mask.' }), isBad);
    await assert.rejects(api.fillMask({ text: 'A [MASK].', count: 1.5 }), isBad);
    await assert.rejects(api.rankCandidates({ text: 'A [MASK].', candidates: [] }), isBad);
    await assert.rejects(api.scoreText({ text: '' }), isBad);
    const cancel = new vscode.CancellationTokenSource();
    cancel.cancel();
    await assert.rejects(api.fillMask({ text: 'A [MASK].' }, cancel.token), { code: 'cancelled' });
  });
});
