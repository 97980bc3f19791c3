import { expect } from 'vitest';

/** What a ClozeError looks like, for `toMatchObject`. */
export const refusal = (code: string, message: RegExp) => ({
  name: 'ClozeError',
  code,
  message: expect.stringMatching(message),
});
