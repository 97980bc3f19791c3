import { describe, expect, it } from 'vitest';
import { parseCommandLine } from '../../../src/cli/options.js';
import { refusal } from '../../support/errors.js';

const top = (...args: string[]) => parse(...args).whole('top', 5);

function parse(...args: string[]) {
  return parseCommandLine(args, { values: ['top', 'at', 'model'], flags: ['joint'] });
}

describe('parseCommandLine', () => {
  it('reads values, flags and texts', () => {
    const line = parse('a', '--top', '3', '--joint', '--model=m', '--', '-b', '--json');
    expect(line.positionals).toEqual(['a', '-b', '--json']);
    expect(line.whole('top', 5)).toBe(3);
    expect([line.flag('joint'), line.flag('json'), line.text('model')]).toEqual([true, false, 'm']);
    expect(line.wholes('at', [1], '')).toEqual([1]);
    expect(parse('--at', '1, 2').wholes('at', [], '')).toEqual([1, 2]);
  });

  it.each([
    [['--top', '-3'], '--top takes a whole number above 0, not "-3".'],
    [['--top=-3'], '--top takes a whole number above 0, not "-3".'],
    [['--top', 'many'], '--top takes a whole number above 0, not "many".'],
    [['--top', ''], '--top takes a whole number above 0, not "".'],
    [['--top', 'Infinity'], '--top takes a whole number above 0, not "Infinity".'],
    [['--top'], '--top takes a whole number above 0, and none is given.'],
    [['--top', '--json'], '--top takes a whole number above 0, and none is given.'],
  ])('%j: %s', (args, message) => {
    expect(() => top(...args)).toThrow(message);
  });

  it('takes one argument where a command takes one', () => {
    expect(parse('a').only('It takes one file')).toBe('a');
    expect(() => parse().only('It takes one file')).toThrow('It takes one file.');
    expect(() => parse('a', 'b').only('It takes one file')).toThrow('It takes one file.');
  });

  it('names an option without its value', () => {
    expect(() => parse('--model').text('model')).toThrow('--model takes a value, and none is given.');
    expect(() => parse('--device', '--json').device).toThrow('--device takes cpu or webgpu');
    expect(() => parse('--at').wholes('at', [], 'numbers')).toThrow('--at takes numbers, and none is given.');
    expect(parse('--model=--odd').text('model')).toBe('--odd');
  });

  it.each([
    [['a', '--colour'], /^There is no option --colour here; see --help\.$/],
    [['--toString'], /no option --toString/],
    [['--no-json'], /no option --no-json/],
    [['-3 degrees'], /no option "-3 degrees" here; a text that begins with a dash goes behind " -- "; see/],
    [['-x'], /no option "-x"/],
    [['--json=3'], /^--json takes no value\.$/],
  ])('refuses %j', (args, message) => {
    expect(() => parse(...args)).toThrow(expect.objectContaining(refusal('bad-request', message)));
  });
});
