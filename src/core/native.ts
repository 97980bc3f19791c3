import { ClozeError, messageOf } from './errors.js';

/** The `code` of the error that a package throws in place of a library which does not exist for its platform. */
export const UNSUPPORTED_PLATFORM = 'ERR_CLOZE_PLATFORM';

/**
 * The error for a native library that does not load, with what a person can do about it.
 * @param library its name for people
 * @param platform as in `linux-x64`
 * @param otherwise what helps when nothing better is known
 */
export function nativeLibraryError(
  library: string,
  platform: string,
  cause: unknown,
  otherwise = `Install the package of Cloze that is made for ${platform}.`,
): ClozeError {
  const whole = cause instanceof Error && 'code' in cause && cause.code === UNSUPPORTED_PLATFORM;
  const [line = ''] = messageOf(cause).split(/\r?\n/);
  const reason = line.replace(/\.$/, '');
  const remedy = remedyFor(reason) ?? otherwise;
  const message = whole ? line : `${library} cannot be loaded on ${platform}: ${reason}. ${remedy}`;
  return new ClozeError('engine-unavailable', message, { cause });
}

function remedyFor(reason: string): string | undefined {
  if (/GLIBC|libstdc\+\+|ld-linux|musl/i.test(reason)) return 'It needs a Linux with glibc 2.28 or newer.';
  // What Windows answers when the library is there and one that it needs is not.
  if (/The specified module could not be found/i.test(reason))
    return 'It needs the Visual C++ Redistributable of Microsoft.';
  return undefined;
}
