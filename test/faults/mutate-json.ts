import { mutateBytes } from './mutate-bytes.js';
import type { Random } from './random.js';

/** Values as text, so that there may also be some that JavaScript cannot write. */
const VALUES: readonly string[] = [
  ...[
    'null',
    'true',
    'false',
    '0',
    '-0',
    '1',
    '-1',
    '2',
    '3',
    '7',
    '0.5',
    '-0.5',
    '1e-320',
    '1e308',
    '1e999',
    '-1e999',
  ],
  ...['127', '128', '255', '256', '32768', '65536', '16777216', '16777217', '2147483647', '2147483648', '4294967295'],
  ...['4294967296', '9007199254740991', '9007199254740993', '9223372036854775808', '18446744073709551616'],
  ...['100000000000000000000000000000', '1e20', '"NaN"', '"Infinity"', '"-1"', '"12"', 'NaN', 'Infinity', 'undefined'],
  ...[
    '""',
    '"\\u0000"',
    '"\\ud800"',
    '"😀"',
    '"../../etc/passwd"',
    '"__proto__"',
    '"constructor"',
    '"toString"',
    '"bert"',
  ],
  ...['"[MASK]"', '"[UNK]"', '"##"', '"▁"', '" "', '"(?<x"', '"(a*)*b"', '"A"', '"F64"', '"F16"', '"BF16"', '"U32"'],
  ...[
    '[]',
    '{}',
    '[[]]',
    '[null]',
    '[0]',
    '[1,1]',
    '[-1,4]',
    '[1e30]',
    '{"a":1}',
    '{"type":"Sequence"}',
    '{"type":null}',
  ],
  `"${'x'.repeat(100_000)}"`,
  '['.repeat(20_000) + ']'.repeat(20_000),
  '{"a":'.repeat(3000) + '1'.padEnd(3001, '}'),
  `[${'1,'.repeat(5000)}1]`,
];

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Box = Json[] | { [key: string]: Json };

/** A place in a document: what `box` holds under `key`. */
interface Place {
  readonly box: Box;
  readonly key: string;
}

/** Changes a few values, keys or entries of a JSON document, which stays well-formed as a rule. */
export function mutateJson(text: string, random: Random): string {
  const document = JSON.parse(text) as Json;
  const raw = new Map<string, string>();
  const write = (value: string): string => {
    const mark = `\u0001${raw.size}\u0001`;
    raw.set(JSON.stringify(mark), value);
    return mark;
  };
  for (let i = random.chance(0.7) ? 0 : random.below(4); i >= 0; i--) {
    const place = anyPlace(document, random);
    if (place) random.pick(CHANGES)(place, random, write);
  }
  let written = JSON.stringify(document);
  for (const [mark, value] of raw) written = written.replaceAll(mark, () => value);
  return written;
}

/** Goes down at random, so that big lists are chosen no more often than small ones. */
function anyPlace(document: Json, random: Random): Place | undefined {
  let place: Place | undefined;
  let here: Json = document;
  while (isBox(here) && Object.keys(here).length > 0) {
    place = { box: here, key: random.pick(Object.keys(here)) };
    if (random.chance(0.2)) break;
    here = get(place);
  }
  return place;
}

type Change = (place: Place, random: Random, write: (value: string) => string) => void;

const CHANGES: readonly Change[] = [
  setAny,
  setAny,
  setAny,
  function remove({ box, key }) {
    if (Array.isArray(box)) box.splice(Number(key), 1);
    else delete box[key];
  },
  function rename({ box, key }, random) {
    if (Array.isArray(box)) return;
    const value = box[key] as Json;
    delete box[key];
    box[random.pick(['', '__proto__', 'type', `${key} `, key.toUpperCase(), key.slice(1)])] = value;
  },
  function giveTwice({ box, key }, random, write) {
    if (Array.isArray(box)) box.push(box[Number(key)] as Json);
    else box[key] = write(`${JSON.stringify(box[key])},${JSON.stringify(key)}:${random.pick(VALUES)}`);
  },
  function swap({ box, key }, random) {
    const other = random.pick(Object.keys(box));
    const values = [get({ box, key }), get({ box, key: other })] as const;
    set({ box, key }, values[1]);
    set({ box, key: other }, values[0]);
  },
  function wrap(place, random) {
    const value = get(place);
    set(place, random.chance(0.5) ? [value] : { a: value });
  },
  function change(place, random) {
    const value = get(place);
    if (typeof value === 'number')
      set(place, random.pick([value + 1, value - 1, -value, value * 2, value / 2, value * 1e6]));
    else if (typeof value === 'string') set(place, changedText(value, random));
    else if (typeof value === 'boolean') set(place, !value);
    else if (Array.isArray(value)) value.reverse();
  },
];

function changedText(text: string, random: Random): string {
  // Long texts are binary tables.
  if (text.length > 1000) return Buffer.from(mutateBytes(Buffer.from(text, 'base64'), random)).toString('base64');
  return random.pick([`${text}x`, text.slice(1), text.repeat(2), '']);
}

function setAny(place: Place, random: Random, write: (value: string) => string): void {
  set(place, write(random.pick(VALUES)));
}

function isBox(value: Json): value is Box {
  return typeof value === 'object' && value !== null;
}

function get({ box, key }: Place): Json {
  return (Array.isArray(box) ? box[Number(key)] : box[key]) as Json;
}

function set({ box, key }: Place, value: Json): void {
  if (Array.isArray(box)) box[Number(key)] = value;
  else box[key] = value;
}
