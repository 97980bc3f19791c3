import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/checkpoints.js';
import { cloze } from '../support/cli.js';

const TEXT = 'She [MASK] the [MASK].';
const json = async (...args: string[]) => JSON.parse((await cloze(['fill', ...args, '--json'])).stdout);

describe('cloze fill', () => {
  it('fills several masks together, and shows each while the others stand', async () => {
    const { code, stdout, stderr } = await cloze(['fill', TEXT, '--top', '3']);
    expect(code).toBe(0);
    expect(stderr).toBe('');
    const solutions = String.raw`( +-\d+\.\d\d {4}\S+ \| \S+\n){3}`;
    const words = String.raw`( +(<0\.1|\d+\.\d) % {2}\S+\n){3}`;
    expect(stdout).toMatch(
      new RegExp(
        `^joint, natural log of the joint probability.*\n${solutions}\n` +
          `mask 1, while the others are as in the first solution\n${words}\n` +
          `mask 2, while the others are as in the first solution\n${words}\n` +
          String.raw`cloze-bert-en on cpu, [\d.]+ ms\n$`,
      ),
    );
  });

  it('fills each on its own, or from left to right, when asked to', async () => {
    const joint = await json(TEXT);
    expect(joint).toMatchObject({ method: 'joint', masks: [{ start: 4 }, { start: 15 }] });
    expect(joint.solutions).toHaveLength(5);
    const greedy = await json(TEXT, '--greedy');
    expect(greedy).toMatchObject({ method: 'greedy' });
    expect(greedy.solutions).toHaveLength(1);
    const alone = await json(TEXT, '--independent', '--pieces', '1');
    expect(alone.method).toBe('independent');
    expect(alone.solutions).toBeUndefined();
    expect(alone.masks[0].candidates[0].word).toBe(greedy.solutions[0].words[0]);
  });

  it('chooses among candidates, in the text or by option', async () => {
    const inText = await json('This will [MASK:affect|effect] the result.');
    const byOption = await json('This will [MASK] the result.', '--candidates', 'affect,effect');
    const words = ({ masks }: typeof inText) => masks[0].candidates.map((it: { word: string }) => it.word);
    expect(words(inText)).toEqual(['affect', 'effect']);
    expect(byOption.masks[0].candidates).toEqual(inText.masks[0].candidates);
    const { stdout } = await cloze(['fill', 'It may [MASK:affect|have an effect on|😀] it.']);
    expect(stdout).toMatch(/^ +\d+\.\d % {2}\S.* {3}\(absolute \S+ %, log-probability -\d+\.\d\d in \d+ pieces?\)\n/);
    expect(stdout).toMatch(/have an effect on {3}\(absolute \S+ %, log-probability -\d+\.\d\d in 4 pieces\)/);
    expect(stdout).toMatch(/<0\.1 % {2}😀 {3}\(.*unknown to the tokenizer\)/);
  });

  it('completes what is typed', async () => {
    const { stdout } = await cloze(['fill', 'The [MASK] community.', '--prefix', 'inter', '--top', '3']);
    expect(stdout).toMatch(/^( +(<0\.1|\d+\.\d) % {2}inter·\p{L}+\n){1,3}\n/u);
    const { masks } = await json('The inter[MASK] community.', '--top', '3');
    const [best] = masks[0].candidates;
    expect(stdout).toContain(`inter·${best.word}\n`);
  });

  it('leaves words out', async () => {
    const text = 'It was a very good [MASK].';
    const [best, second] = (await json(text)).masks[0].candidates;
    const { masks } = await json(text, '--block', `${best.word.toUpperCase()},other`, '--no-block-list');
    expect(masks[0].candidates[0].word).toBe(second.word);
  });

  it('says on standard error that it does not know the language', async () => {
    const { code, stdout, stderr } = await cloze(['fill', 'Поезд на побережье [MASK] утром.', '--json']);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^cloze: The model does not know the script of the text: \d+ % of its words\..*\n$/);
    expect(JSON.parse(stdout).unfamiliar).toMatchObject({ what: 'script' });
  });

  it('says which parts of a text it does not know', async () => {
    const { code, stderr } = await cloze(['fill', 'I love 😀 and the [MASK].']);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^cloze: The model does not know 1 of the 6 tokens of the text \(😀\)\..*\n$/);
  });

  it('takes the text of a file', async () => {
    const file = path.join(await temporaryFolder(), 'text.md');
    await writeFile(file, TEXT);
    const words = ({ solutions }: { solutions: { words: string[] }[] }) => solutions.map((it) => it.words);
    expect(words(await json(file))).toEqual(words(await json(TEXT)));
  });

  it.each([
    [[TEXT, '--joint', '--greedy'], /--joint and --greedy exclude one another/],
    [[TEXT, '--pieces', '2'], /--pieces needs --independent/],
    [[TEXT, '--independent', '--pieces', '5'], /--pieces takes a whole number from 1 to 4, not "5"/],
    [[TEXT, '--pieces', '0'], /--pieces/],
    [[TEXT, '--candidates', 'a,b'], /--candidates is for a text with one mask; this has 2/],
    [[TEXT, '--prefix', 'a'], /--prefix is for a text with one mask/],
    [['a [MASK]', '--prefix', 'a b'], /--prefix takes letters/],
    [['a [MASK]', '--candidates', ' , '], /--candidates takes words/],
    [['a [MASK:]'], /\[MASK:\] names no words to choose among; \[MASK\] takes any/],
    [['a [MASK] and a [MASK: | ]'], /\[MASK: \| \] names no words/],
    [['nowhere/text.md'], /There is no file "nowhere\/text\.md"/],
  ])('%j ends with 2 and says why on standard error alone', async (args, reason) => {
    const { code, stdout, stderr } = await cloze(['fill', ...args]);
    expect(stderr).toMatch(reason);
    expect(stderr).toMatch(/^cloze: .*\n$/);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });
});
