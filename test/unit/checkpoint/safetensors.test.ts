import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { readSafetensorsHeader } from '../../../src/checkpoint/safetensors.js';
import { temporaryFolder } from '../../support/checkpoints.js';
import { f32 } from '../../support/half-precision.js';
import { rawSafetensors, safetensors } from '../../support/safetensors.js';

const bytes = (count: number) => new Uint8Array(count);
const entry = (begin: number, end: number, more: object = {}) => ({
  dtype: 'U8',
  shape: [end - begin],
  data_offsets: [begin, end],
  ...more,
});
const text = (header: string) => rawSafetensors(Buffer.from(header));
const wrongly = (what: string) => new RegExp(`^x\\.safetensors describes the tensor "a" wrongly: ${what}.*\\.$`, 's');

async function read(content: Uint8Array) {
  const file = path.join(await temporaryFolder(), 'x.safetensors');
  await writeFile(file, content);
  return readSafetensorsHeader(file);
}

/** A tensor of no elements, with a name that is no UTF-8. */
const invalidUtf8 = Buffer.from('{"\xff":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}', 'latin1');
const good = safetensors(new Map([['a', f32([2, 3], [1, 2, 3, 4, 5, 6])]]));
const bodyStart = good.length - 24;

const REFUSED: [name: string, content: Uint8Array, message: RegExp][] = [
  ['an empty file', bytes(0), /^x\.safetensors is 0 bytes long, too short.*\.$/],
  ['7 bytes', bytes(7), /^x\.safetensors is 7 bytes long, too short.*\.$/],
  ['a header beyond the end', rawSafetensors({}, bytes(0), 3n), /claims a header of 3 bytes, but only 2 follow/],
  ['more than 100 MB of header', rawSafetensors({}, bytes(9), 100_000_001n), /claims a header of 100000001 bytes; at/],
  ['2^63 bytes of header', rawSafetensors({}, bytes(9), 2n ** 63n), /claims a header of 9223372036854775808 bytes; at/],
  ['a file cut off in the length', good.subarray(0, 5), /is 5 bytes long, too short/],
  ['a file cut off behind the length', good.subarray(0, 8), /but only 0 follow: it is cut off/],
  ['a file cut off in the header', good.subarray(0, bodyStart - 1), /claims a header .* it is cut off/],
  ['a file cut off behind the header', good.subarray(0, bodyStart), wrongly('it ends at byte 24 .* has only 0')],
  ['a file cut off in the data', good.subarray(0, -1), wrongly('it ends at byte 24 .* has only 23: the file is cut')],
  ['bytes behind the data', Buffer.concat([good, bytes(1)]), /has 1 bytes that belong to no tensor/],
  ['a header of 0 bytes', rawSafetensors(bytes(0)), /has a header that is not JSON/],
  ['invalid UTF-8', rawSafetensors(invalidUtf8), /has a header that is not JSON/],
  ['no JSON', text('{"a": '), /has a header that is not JSON/],
  ['a JSON list', rawSafetensors([]), /has a header that is not a JSON object/],
  ['JSON null', rawSafetensors(null), /has a header that is not a JSON object/],
  ['an entry that is a text', rawSafetensors({ a: 'F32' }), wrongly('it is not an object')],
  ['an entry that is a list', rawSafetensors({ a: [] }), wrongly('it is not an object')],
  ['an entry that is null', rawSafetensors({ a: null }), wrongly('it is not an object')],
  ['an unknown dtype', rawSafetensors({ a: entry(0, 1, { dtype: 'F128' }) }, bytes(1)), wrongly('its dtype "F128"')],
  ['an inherited dtype', rawSafetensors({ a: entry(0, 1, { dtype: 'toString' }) }, bytes(1)), wrongly('its dtype')],
  ['a dtype that is no text', rawSafetensors({ a: entry(0, 1, { dtype: 4 }) }, bytes(1)), wrongly('its dtype 4')],
  ['no dtype', rawSafetensors({ a: entry(0, 1, { dtype: undefined }) }, bytes(1)), wrongly('its dtype undefined')],
  ...[[-1], [0.5], [1e300], ['1'], [null], [[1]], 1, {}, undefined].map((shape): (typeof REFUSED)[number] => [
    `the shape ${JSON.stringify(shape)}`,
    rawSafetensors({ a: entry(0, 1, { shape }) }, bytes(1)),
    wrongly('its shape .* is not a list of sizes'),
  ]),
  [
    'a number beyond all floats',
    text('{"a":{"dtype":"U8","shape":[1e999],"data_offsets":[0,0]}}'),
    wrongly('its shape'),
  ],
  [
    'a product of sizes that overflows',
    rawSafetensors({ a: entry(0, 8, { shape: [2 ** 32, 2 ** 32, 2 ** 3] }) }, bytes(8)),
    wrongly('U8 of shape .* takes 14757395258967641\\d{4} bytes, but 8 are given'),
  ],
  [
    'a product of sizes that is infinite, then 0',
    rawSafetensors({ a: entry(0, 0, { shape: [...new Array(21).fill(2 ** 50), 0] }) }),
    wrongly('U8 of shape'),
  ],
  [
    'a size that does not fit',
    rawSafetensors({ a: entry(0, 3, { dtype: 'F16' }) }, bytes(3)),
    wrongly('F16 .* takes 6'),
  ],
  ...[[-1, 0], [0.5, 1.5], [0], [0, 1, 1], ['0', '1'], [0, 2 ** 60], null, undefined].map(
    (offsets): (typeof REFUSED)[number] => [
      `the offsets ${JSON.stringify(offsets)}`,
      rawSafetensors({ a: entry(0, 1, { data_offsets: offsets }) }, bytes(1)),
      wrongly('its data_offsets .* are not two offsets'),
    ],
  ),
  ['reversed offsets', rawSafetensors({ a: entry(4, 0, { shape: [4] }) }, bytes(4)), wrongly('it ends .0. before it')],
  ['offsets beyond the data', rawSafetensors({ a: entry(4, 8) }, bytes(4)), wrongly('it ends at byte 8')],
  ['tensors that overlap', rawSafetensors({ a: entry(0, 3), b: entry(2, 4) }, bytes(4)), /overlap, at "b"\.$/],
  ['a tensor within another', rawSafetensors({ a: entry(0, 4), b: entry(2, 2) }, bytes(4)), /overlap, at "b"\.$/],
  ['two tensors at one place', rawSafetensors({ a: entry(0, 4), b: entry(0, 4) }, bytes(4)), /overlap, at "b"\.$/],
  ['a hole', rawSafetensors({ a: entry(0, 1), b: entry(2, 4) }, bytes(4)), /unused bytes before the tensor "b"\.$/],
  ['a hole at the start', rawSafetensors({ a: entry(1, 4) }, bytes(4)), /unused bytes before the tensor "a"\.$/],
  ['data without tensors', rawSafetensors({}, bytes(4)), /has 4 bytes that belong to no tensor\.$/],
];

describe('a safetensors file is refused for', () => {
  it.each(REFUSED)('%s', async (_, content, message) => {
    const error = await read(content).then(
      (entries) => expect.fail(`accepted: ${JSON.stringify(entries)}`),
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({
      name: 'ClozeError',
      code: 'bad-checkpoint',
      message: expect.stringMatching(message),
    });
    expect(error).toHaveProperty('message', expect.stringMatching(/^x\.safetensors .{5,600}\.$/));
  });

  it('values nested very deep', async () => {
    const deep = '['.repeat(1e5) + ']'.repeat(1e5);
    for (const header of [deep, `{"a":${deep}}`, `{"a":{"dtype":${deep}}}`]) {
      await expect(read(text(header))).rejects.toMatchObject({ code: 'bad-checkpoint' });
    }
  });

  it('a shape of very many sizes, in a sentence that stays short', async () => {
    const shape = new Array(20_000).fill(1);
    const error = await read(rawSafetensors({ a: entry(0, 2, { shape }) }, bytes(2))).catch(
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ code: 'bad-checkpoint', message: expect.stringMatching(wrongly('U8 of shape')) });
    expect((error as Error).message.length).toBeLessThan(600);
  });

  it('not being there', async () => {
    const file = path.join(await temporaryFolder(), 'x.safetensors');
    await expect(readSafetensorsHeader(file)).rejects.toMatchObject({
      code: 'bad-checkpoint',
      message: expect.stringMatching(/^x\.safetensors cannot be read: ENOENT/),
    });
  });
});

describe('a header that claims more than there is', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('is refused before memory is taken for it', async () => {
    const taken: number[] = [];
    const Bytes = Uint8Array;
    vi.stubGlobal(
      'Uint8Array',
      new Proxy(Bytes, {
        construct(target, args, newTarget) {
          const made = Reflect.construct(target, args, newTarget) as Uint8Array;
          taken.push(made.length);
          return made;
        },
      }),
    );
    await expect(read(rawSafetensors({}, bytes(20), 99_000_000n))).rejects.toMatchObject({ code: 'bad-checkpoint' });
    expect(taken).not.toHaveLength(0);
    expect(Math.max(...taken)).toBeLessThan(1000);
  });
});

describe('a safetensors file is accepted', () => {
  it('with the place of each tensor in the file', async () => {
    const tensors = new Map([
      ['b', f32([2, 3], [1, 2, 3, 4, 5, 6])],
      ['a', { dtype: 'I64', shape: [1], data: bytes(8) }],
    ]);
    const content = safetensors(tensors);
    const start = content.length - 32;
    expect(await read(content)).toEqual([
      { name: 'b', dtype: 'F32', shape: [2, 3], file: expect.any(String), offset: start, length: 24 },
      { name: 'a', dtype: 'I64', shape: [1], file: expect.any(String), offset: start + 24, length: 8 },
    ]);
  });

  it('with offsets in another order than names', async () => {
    const entries = await read(rawSafetensors({ a: entry(3, 4), b: entry(0, 3) }, bytes(4)));
    expect(entries.map(({ name, length }) => [name, length])).toEqual([
      ['a', 1],
      ['b', 3],
    ]);
  });

  it('with __metadata__, which is no tensor', async () => {
    const entries = await read(rawSafetensors({ __metadata__: { format: 'pt' }, a: entry(0, 4) }, bytes(4)));
    expect(entries.map(({ name }) => name)).toEqual(['a']);
  });

  it('with __proto__ as the name of a tensor', async () => {
    const entries = await read(
      Buffer.concat([text('{"__proto__":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}'), bytes(2)]),
    );
    expect(entries).toMatchObject([{ name: '__proto__', length: 2 }]);
    expect(({} as Record<string, unknown>)['dtype']).toBeUndefined();
  });

  it('with tensors of no elements, wherever they lie', async () => {
    const header = { c: entry(4, 4), a: entry(0, 4), b: entry(0, 0, { dtype: 'F32', shape: [0, 7] }) };
    expect(await read(rawSafetensors(header, bytes(4)))).toHaveLength(3);
  });

  it('with an empty shape, which is one number', async () => {
    const header = { a: entry(0, 4, { dtype: 'F32', shape: [] }) };
    expect(await read(rawSafetensors(header, bytes(4)))).toMatchObject([{ shape: [], length: 4 }]);
  });

  it('with blanks behind the header, and with no tensors', async () => {
    expect(await read(text('{}      '))).toEqual([]);
  });
});
