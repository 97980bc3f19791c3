import { expect, it } from 'vitest';
import { nativeLibraryError, UNSUPPORTED_PLATFORM } from '../../src/core/native.js';

it.each([
  ["/lib/libm.so.6: version `GLIBC_2.29' not found (required by x.so)\nmore", /glibc 2\.28 or newer/],
  ['Error loading shared library ld-linux-x86-64.so.2: No such file', /glibc 2\.28 or newer/],
  ["Cannot find module '../bin/napi-v6/darwin/x64/onnxruntime_binding.node'\nRequire stack:", /made for darwin-x64/],
  [
    'The specified module could not be found.\r\n\\\\?\\C:\\x\\onnxruntime_binding.node',
    /Visual C\+\+ Redistributable/,
  ],
])('says what a person can do about %j', (reason, remedy) => {
  const error = nativeLibraryError('ONNX Runtime', 'darwin-x64', new Error(reason));
  expect(error.code).toBe('engine-unavailable');
  expect(error.message).toMatch(remedy);
  expect(error.message).toMatch(/^ONNX Runtime cannot be loaded on darwin-x64: /);
  expect(error.message).not.toMatch(/[\r\n]|\.\. /);
});

it('leaves the sentence of a package made for a platform without the library as it is', () => {
  const cause = Object.assign(new Error('There is none.'), { code: UNSUPPORTED_PLATFORM });
  expect(nativeLibraryError('ONNX Runtime', 'linux-x64', cause)).toMatchObject({
    code: 'engine-unavailable',
    message: 'There is none.',
  });
});
