import { type Methods, Rpc } from '../../../src/protocol/rpc.js';
import type { Contender, EmbedOptions, Guess, ModelFolders, Peer } from './contender.js';
import { openOurs } from './ours.js';
import { openPeer } from './peer.js';
import { type SpeedOptions, watchSessions } from './session-options.js';

/** What a contender's process answers. Times are taken in it, in milliseconds. */
export type WorkerMethods = {
  open: { params: { readonly who: 'ours' | Peer; readonly folders: ModelFolders }; result: null };
  fill: {
    params: { readonly text: string; readonly top: number };
    result: { readonly guesses: Guess[]; readonly milliseconds: number };
  };
  embed: {
    params: { readonly texts: readonly string[]; readonly options: EmbedOptions };
    result: { readonly vectors: Float32Array[]; readonly milliseconds: number };
  };
  /** How the sessions that were made so far were told to compute. */
  sessions: { params: null; result: readonly SpeedOptions[] };
};

process.env['ORT_DISABLE_TELEMETRY'] = '1';
const sessions = watchSessions();
let contender: Contender | undefined;

function opened(): Contender {
  if (contender) return contender;
  throw new Error('The contender was not opened.');
}

const rpc = new Rpc<WorkerMethods, Methods>(
  { post: (message) => process.send?.(message) },
  {
    async open({ who, folders }) {
      contender = who === 'ours' ? await openOurs(folders.checkpoint) : await openPeer(who, folders);
      return null;
    },
    async fill({ text, top }) {
      const started = performance.now();
      const guesses = await opened().fill(text, top);
      return { guesses, milliseconds: performance.now() - started };
    },
    async embed({ texts, options }) {
      const started = performance.now();
      const vectors = await opened().embed(texts, options);
      return { vectors, milliseconds: performance.now() - started };
    },
    sessions: () => sessions,
  },
);
process.on('message', (message) => rpc.receive(message));
process.on('disconnect', () => process.exit(0));
