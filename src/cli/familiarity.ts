import type { EngineClient } from '../client/engineClient.js';
import type { Familiarity } from '../core/methods/unfamiliar.js';
import type { Io } from './command.js';

/** Of so many texts it is told what is unknown in them, and of the rest how many they are. */
const TOLD = 3;

/**
 * Tells on standard error what the model does not know of the texts of a command, before its answer is printed.
 * @returns what is known of each text
 */
export async function tellUnfamiliar(
  engine: EngineClient,
  io: Pick<Io, 'err'>,
  texts: readonly string[],
): Promise<readonly Familiarity[]> {
  const found = await engine.call('familiarity', { texts });
  for (const notice of notices(found)) io.err(`cloze: ${notice}\n`);
  return found;
}

export function notices(found: readonly Familiarity[]): string[] {
  const all = found.flatMap((it, i) => noticeOf(it, found.length > 1 ? `text ${i + 1}` : 'the text') ?? []);
  const more = all.length - TOLD;
  return more > 0 ? [...all.slice(0, TOLD), `It is much the same with ${more} more of the texts.`] : all;
}

function noticeOf({ tokens, unknown, examples, unfamiliar }: Familiarity, name: string): string | undefined {
  if (knowsNothing({ tokens, unknown })) return `The model knows no token of ${name}. Do not trust the answer.`;
  if (unfamiliar?.what === 'script') {
    const share = Math.round(100 * unfamiliar.unknown);
    return `The model does not know the script of ${name}: ${share} % of its words. Do not trust the answer.`;
  }
  if (unfamiliar?.what === 'language') {
    const times = unfamiliar.pieces.toFixed(1);
    return `The model seems not to know the language of ${name}: its words fall into ${times} times as many pieces as usual. Do not trust the answer.`;
  }
  if (unknown === 0) return undefined;
  const which = examples.length < unknown ? `${examples.join(' ')} ...` : examples.join(' ');
  return `The model does not know ${unknown} of the ${tokens} tokens of ${name} (${which}). All unknown tokens are the same to it.`;
}

/** Whatever the model says of such a text, it would say of any other. */
export function knowsNothing({ tokens, unknown }: Pick<Familiarity, 'tokens' | 'unknown'>): boolean {
  return tokens > 0 && unknown === tokens;
}
