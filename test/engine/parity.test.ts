import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadTokenizer } from '../../src/tokenizer/load.js';

/**
 * Against the reference tokenizers of transformers, with published vocabularies that are not in this repository:
 * $CLOZE_REFERENCE names a folder with golden/tokenization.json and tokenizers/.
 */
const reference = process.env['CLOZE_REFERENCE'] ?? '';
const file = path.join(reference, 'golden/tokenization.json');
const isThere = reference !== '' && existsSync(file);
const golden = isThere ? JSON.parse(readFileSync(file, 'utf8')) : {};
const copies = mkdtempSync(path.join(tmpdir(), 'cloze-parity-'));
afterAll(() => rmSync(copies, { recursive: true }));

/** The folder of a published tokenizer, or a copy of it that has only `vocab.txt` and the settings. */
function published(name: string, vocabOnly: boolean): string {
  const folder = path.join(reference, 'tokenizers', name);
  if (!vocabOnly) return folder;
  const copy = path.join(copies, name);
  cpSync(folder, copy, { recursive: true, filter: (from) => path.basename(from) !== 'tokenizer.json' });
  return copy;
}

describe.each([
  ['bert-base-uncased', false],
  ['bert-base-uncased', true],
  ['bert-base-cased', false],
  ['bert-base-cased', true],
  ['bert-base-chinese', true],
])('%s, from vocab.txt: %s', (name, vocabOnly) => {
  it('makes the tokens of the reference', async (context) => {
    if (!isThere) context.skip('needs $CLOZE_REFERENCE');
    const tokenizer = await loadTokenizer(published(name, vocabOnly));
    const encode = async (text: string, pair?: string) => Array.from((await tokenizer?.encode(text, pair))?.ids ?? []);
    for (const [i, text] of golden.texts.entries()) expect(await encode(text), text).toEqual(golden.ids[name][i]);
    for (const [i, [text, pair]] of golden.pairs.entries()) {
      const { input_ids: ids } = { input_ids: golden.pair_ids[name][i], ...golden.pair_ids[name][i] };
      expect(await encode(text, pair)).toEqual(ids);
    }
  });

  it('has spans that slice each text back', async (context) => {
    if (!isThere) context.skip('needs $CLOZE_REFERENCE');
    const tokenizer = await loadTokenizer(published(name, vocabOnly));
    for (const text of golden.texts as string[]) {
      const { ids, spans, sequences } = (await tokenizer?.encode(text)) ?? expect.fail();
      spans.forEach(([start, end], i) => {
        const piece = tokenizer?.vocabulary.piece(ids[i] as number);
        if (sequences[i] === undefined || piece?.role === 'special' || !piece) return;
        const slice = text.slice(start, end);
        expect(end).toBeGreaterThan(start);
        expect(plain(slice).includes(plain(piece.text)), `${slice} ~ ${piece.text}`).toBe(true);
      });
    }
  });
});

/** Without case, accents and what cleaning removes: what BERT's normaliser may change. */
function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\p{Mn}\p{C}]/gu, '')
    .toLowerCase();
}
