import { ClozeError, messageOf } from './errors.js';

/**
 * The error for a native library that does not load, with what a person can do about it.
 * @param library its name for people
 * @param platform as in `linux-x64`
 */
export function nativeLibraryError(library: string, platform: string, cause: unknown): ClozeError {
  const [reason] = messageOf(cause).split('\n');
  const remedy = /GLIBC|libstdc\+\+|ld-linux|musl/i.test(reason ?? '')
    ? 'It needs a Linux with glibc 2.28 or newer.'
    : `Install the package of Cloze that is made for ${platform}.`;
  return new ClozeError('engine-unavailable', `${library} cannot be loaded on ${platform}: ${reason}. ${remedy}`, {
    cause,
  });
}
