import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { problemsOf, type Schema } from '../../../src/core/schema.js';

const SCHEMA: Schema = {
  type: 'object',
  properties: {
    text: { type: 'string', description: 'What to read.', minLength: 1, maxLength: 10 },
    count: { type: 'integer', minimum: 1, maximum: 5 },
    words: { type: 'array', items: { type: 'string', minLength: 1 }, minItems: 2, maxItems: 3 },
    way: { type: 'string', enum: ['a', 'b'] },
    sure: { type: 'boolean' },
  },
  required: ['text'],
  additionalProperties: false,
};

describe('what is wrong with an input', () => {
  it.each([
    [{ text: 'x' }, []],
    [{ text: 'x', count: 5, words: ['a', 'b'], way: 'b', sure: false }, []],
    [{}, ['The input lacks "text": What to read.']],
    ['x', ['The input must be an object.']],
    [null, ['The input must be an object.']],
    [[], ['The input must be an object.']],
    [{ text: 5 }, ['"text" must be a string.']],
    [{ text: '  ' }, ['"text" must not be empty.']],
    [{ text: 'x'.repeat(11) }, ['"text" has 11 characters; at most 10 can be read.']],
    [{ text: 'x', top: 5 }, ['The input has no "top": it takes text, count, words, way, sure.']],
    [{ text: 'x', count: 6 }, ['"count" must be 1 to 5, not 6.']],
    [{ text: 'x', count: 1.5 }, ['"count" must be a whole number.']],
    [{ text: 'x', count: Number.NaN }, ['"count" must be a whole number.']],
    [{ text: 'x', words: 'a' }, ['"words" must be a list.']],
    [{ text: 'x', words: ['a'] }, ['"words" must have at least 2 items, not 1.']],
    [{ text: 'x', words: ['a', ''] }, ['Item 2 of "words" must not be empty.']],
    [{ text: 'x', words: ['a', 'b', 'c', 'd'] }, ['"words" must have at most 3 items, not 4.']],
    [{ text: 'x', way: 'c' }, ['"way" must be one of a, b, not "c".']],
    [{ text: 'x', sure: 'yes' }, ['"sure" must be true or false.']],
  ])('%j', (value, expected) => {
    expect(problemsOf(value, SCHEMA)).toEqual(expected);
  });
});

describe('the schemas of the tools in package.json', () => {
  const { contributes } = JSON.parse(readFileSync('package.json', 'utf8'));
  const known = ['type', 'description', 'default', 'properties', 'required', 'additionalProperties', 'items'];
  const limits = ['minItems', 'maxItems', 'minLength', 'maxLength', 'minimum', 'maximum', 'enum'];

  const parts = (schema: Schema): Schema[] => [
    schema,
    ...Object.values(schema.properties ?? {}).flatMap(parts),
    ...(schema.items ? parts(schema.items) : []),
  ];

  it.each(contributes.languageModelTools as { name: string; inputSchema: Schema }[])(
    '$name uses only what is checked, and its defaults pass',
    ({ inputSchema }) => {
      for (const part of parts(inputSchema)) {
        expect([...known, ...limits]).toEqual(expect.arrayContaining(Object.keys(part)));
        if (part.default !== undefined) expect(problemsOf(part.default, part)).toEqual([]);
      }
      expect(inputSchema.additionalProperties).toBe(false);
      for (const property of Object.values(inputSchema.properties ?? {})) expect(property.description).toMatch(/\.$/);
    },
  );
});
