import { type Comparison, DEFAULT_METHODS } from '../../src/core/comparison/comparison.js';
import { contributions } from '../../src/core/comparison/contributions.js';
import { ClozeError } from '../../src/core/errors.js';
import type {
  PoolExport,
  PoolHostMethods,
  PoolProgress,
  PoolSource,
  PoolViewMethods,
} from '../../src/protocol/pool.js';
import { Rpc } from '../../src/protocol/rpc.js';
import { scene } from './scene.js';

/** What a test sets before the panel starts, and reads afterwards; everything lives in the page. */
interface Stage {
  readonly source?: PoolSource;
  readonly messages?: Readonly<Record<string, string>>;
  /** What the panel remembered, as VS Code would keep it. */
  state?: unknown;
  /** Comparisons wait until this is false. */
  holds?: boolean;
  /** Comparisons fail with this. */
  failure?: string;
  /** What the model cannot do. */
  readonly leftOut?: Comparison['leftOut'];
  readonly familiarity?: Comparison['familiarity'];
  /** What the panel asked for. */
  asked?: string[];
  exports?: PoolExport[];
  cancelled?: number;
  /** Milliseconds from the vectors' arrival to the first frame that shows them. */
  firstPaint?: number;
  show?: (source: PoolSource) => void;
  progress?: (progress: PoolProgress) => void;
}

declare global {
  interface Window {
    stage: Stage;
    acquireVsCodeApi: () => unknown;
  }
}

const { stage } = window;
stage.asked = [];
stage.exports = [];
stage.cancelled = 0;

const host = new Rpc<PoolHostMethods, PoolViewMethods>(
  { post: (message) => window.postMessage(message) },
  {
    open: () => ({ messages: stage.messages ?? {}, ...(stage.source && { source: stage.source }), follows: false }),
    async compare({ source, methods, beside }, signal) {
      stage.asked?.push(`compare ${source.texts.length} ${methods.join(' ')}`);
      while (stage.holds && !signal.aborted) await new Promise((resolve) => setTimeout(resolve, 10));
      if (signal.aborted) {
        stage.cancelled = (stage.cancelled ?? 0) + 1;
        throw new ClozeError('cancelled', 'Cancelled.');
      }
      if (stage.failure) throw new ClozeError('bad-request', stage.failure);
      const made = scene(source.texts, methods.length > 0 ? methods : DEFAULT_METHODS, source.pairs);
      const { leftOut = [], familiarity = made.familiarity } = stage;
      const comparison = { ...made, leftOut, familiarity };
      measurePaint();
      return {
        comparison,
        ...(beside && { beside: { ...comparison, model: { ...comparison.model, name: beside } } }),
        milliseconds: 1,
      };
    },
    contributions: ({ text }) => {
      const words = ['[CLS]', ...text.split(/\s+/), '[SEP]'];
      const states = words.map((word, i) =>
        Float32Array.from({ length: 16 }, (_, h) => Math.sin(word.length * (h + 1) + i)),
      );
      return contributions(states).map((it, i) => ({
        ...it,
        text: words[i] as string,
        isSpecial: i % (words.length - 1) === 0,
      }));
    },
    chooseModel: () => 'another-model',
    follow: (on) => {
      stage.asked?.push(`follow ${on}`);
      return null;
    },
    export: (request) => {
      stage.exports?.push(request);
      return null;
    },
  },
);

stage.show = (source) => void host.call('show', source);
stage.progress = (progress) => void host.call('progress', progress);

/** From now until the frame after the matrices are there. */
function measurePaint(): void {
  const started = performance.now();
  const look = () => {
    if (!document.querySelector('.matrix canvas')) return void requestAnimationFrame(look);
    requestAnimationFrame(() => {
      stage.firstPaint = performance.now() - started;
    });
  };
  requestAnimationFrame(look);
}

window.acquireVsCodeApi = () => ({
  // Both directions share one window here: what the panel posts is for the host alone.
  postMessage: (message: unknown) => queueMicrotask(() => host.receive(structuredClone(message))),
  getState: () => stage.state,
  setState: (state: unknown) => {
    stage.state = structuredClone(state);
  },
});
