import { expect, it } from 'vitest';
import { completeLinks } from '../../../scripts/package/links.js';

const complete = (markdown: string) => completeLinks(markdown, 'https://example.org/cloze');

it.each([
  ['[card](models/a/README.md)', '[card](https://example.org/cloze/blob/HEAD/models/a/README.md)'],
  ['![words at a [MASK]](./media/a.png)', '![words at a [MASK]](https://example.org/cloze/raw/HEAD/media/a.png)'],
  [
    '[a](x.md) and [b](y.md)',
    '[a](https://example.org/cloze/blob/HEAD/x.md) and [b](https://example.org/cloze/blob/HEAD/y.md)',
  ],
])('leads %s into the repository', (markdown, completed) => {
  expect(complete(markdown)).toBe(completed);
});

it.each(['[below](#layers)', '[site](https://example.net/x)', '[us](mailto:us@example.net)', 'fills [MASK] (a mask)'])(
  'leaves %s alone',
  (markdown) => {
    expect(complete(markdown)).toBe(markdown);
  },
);
