import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { proseAt, proseUnits } from '../../../../src/core/prose/index.js';
import { CASES, LANGUAGE_IDS } from './fixtures.js';

/** What a document may be full of, over and over. */
const PIECES =
  `" ' \` """ ''' /* // # -- {- (* <!-- [ { ( < <a <a" </ \${ \`\${ "\${ $ $$ \\ "\\ \\( \\[ \\cite{ \\footnote{ * _ \`a\`
  ![a]( [a](b [a][ >_ -_ <<A~ <<<A~ r#" R"( %q( ?> <? <?php_ ^=begin~ =pod~ @"~ --[[ [==[ "a"_ {"a": \0 \ud800 \udc00 \ufeff 👨‍👩‍👧
  مرحبا_ é 中 。 $a {{ {{a &amp; |a |a~|-~ a~:_ #_a~ //_a~ /*_a*/ /**_@param_a_b*/ a:_b_c~ __-_|~ a:_>~ .._a::~ f'{ f"{{
  "#{ "\\( $( "$( $"{ $@"{ \\" ~~a %a~ <code> <script> <pre> title={ \\title{ \\begin{equation} "title":_" ~ ~~ _ \t \r \r~`
    .split(/\s+(?=\S)/)
    .map((piece) => piece.replaceAll('~', '\n').replaceAll('_', ' '));

/** Of the processor, so that what else the machine does counts less. */
function milliseconds(work: () => unknown): number {
  const start = process.cpuUsage();
  work();
  return process.cpuUsage(start).user / 1000;
}

const WITH_CASES = LANGUAGE_IDS.filter((id) => CASES.some(({ languageId }) => languageId === id));

describe.each(WITH_CASES)('a hostile document in %s', (languageId) => {
  it('is read without an error, in time that grows with its length alone', async () => {
    for (const text of ['', ' ', '\n', '\ufeff', '\0', '\ud800']) expect(proseUnits(text, languageId)).toEqual([]);
    for (const piece of PIECES) {
      await setImmediate();
      const [short, long] = [piece.repeat(500), piece.repeat(4_000)];
      const read = (text: string) => milliseconds(() => proseUnits(text, languageId));
      // Eight times the length; were it the square, 64 times the time.
      const tooLong = (took: number) => took > 40 && took > 40 + 24 * Math.min(read(short), read(short));
      const always = [1, 2, 3, 4].every(() => tooLong(read(long)));
      expect(always, JSON.stringify(piece)).toBe(false);
      proseAt(long, languageId, long.length >> 1);
    }
  });
});

it.each(['markdown', 'latex', 'javascript', 'python', 'json', 'html', 'jupyter', 'plaintext'])(
  'a hundred thousand brackets in %s are read',
  async (languageId) => {
    for (const bracket of ['[', '{', '(', '<']) {
      await setImmediate();
      expect(() => proseUnits(bracket.repeat(100_000), languageId)).not.toThrow();
    }
  },
);
