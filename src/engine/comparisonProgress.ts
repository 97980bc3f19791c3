import type { ComparisonProgress } from '../protocol/pooling.js';
import type { BackgroundWork } from './background.js';

/** Texts that go through the model at a time: progress is told between. */
const SLICE = 64;

/** Counts texts towards what a comparison needs at most; what is known already counts as done when it is reached. */
export class Progress {
  #finished = 0;
  #stage = 0;

  constructor(
    private readonly of: number,
    private readonly tell: (progress: ComparisonProgress) => void,
  ) {}

  /** Within the stage. */
  add(texts: number): void {
    this.#stage += texts;
    this.#tell();
  }

  /** A stage of so many texts is over. */
  finish(texts: number): void {
    this.#finished += texts;
    this.#stage = 0;
    this.#tell();
  }

  #tell(): void {
    this.tell({ done: Math.min(this.of, this.#finished + this.#stage), of: this.of });
  }

  /** The same work, with its texts counted. */
  watch(work: BackgroundWork): BackgroundWork {
    return {
      run: (steps) => work.run(steps),
      pool: async (texts, keys) => {
        const pooled = [];
        for (let i = 0; i < texts.length; i += SLICE) {
          const some = texts.slice(i, i + SLICE);
          pooled.push(...(await work.pool(some, keys)));
          this.add(some.length);
        }
        return pooled;
      },
    };
  }
}
