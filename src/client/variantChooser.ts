import { ClozeError, messageOf } from '../core/errors.js';
import type { LoadParams } from '../protocol/engine.js';
import type { EngineClient } from './engineClient.js';
import { EngineProcess, type EngineProcessOptions } from './engineProcess.js';
import { tryVariant } from './tryVariant.js';
import {
  best,
  candidates,
  describeVerdict,
  firstVariant,
  isWorthTrying,
  type Subject,
  type Variant,
  type Verdict,
  type Wish,
} from './variants.js';
import type { VerdictStore } from './verdictStore.js';

export interface VariantChooserOptions extends Omit<EngineProcessOptions, 'load'> {
  readonly store: VerdictStore;
  /** Folder for the copies of models that are made once. */
  readonly cache: string;
  readonly log: (line: string) => void;
}

interface Choice {
  readonly subject: Subject;
  readonly wish: Wish;
}

/**
 * Finds the fastest way of running a model that gives the same as the baseline: the CPU serves at once, and behind it
 * each candidate is tried in a process of its own. The winner takes over when it is loaded.
 */
export class VariantChooser {
  #choice: Choice | undefined;
  /** What serves, or will with the next request. */
  #serving: LoadParams | undefined;
  #improved: Choice | undefined;

  constructor(
    private readonly client: EngineClient,
    private readonly options: VariantChooserOptions,
  ) {}

  use(subject: Subject, wish: Wish): void {
    if (!this.#serving || JSON.stringify(this.#choice) !== JSON.stringify({ subject, wish })) {
      this.#choice = { subject, wish };
      this.#serving = this.#load(subject, firstVariant(wish));
    }
    this.client.use(this.#serving);
  }

  /** The client fell back to the CPU because what served had failed: it is not tried again soon. */
  async fellBack(failed: LoadParams, to: LoadParams, reason: ClozeError): Promise<void> {
    this.#serving = to;
    const { runtimeVersion } = await this.client.start();
    const variant = { device: failed.device, precision: failed.precision ?? 'fp32' };
    await this.options.store.set(failed, variant, runtimeVersion, { kind: 'failed', reason: reason.message });
  }

  /** Looks, once for each choice, for something better than what serves; call it when the model is loaded. */
  async improve(): Promise<void> {
    const choice = this.#choice;
    if (!choice || this.#improved === choice) return;
    this.#improved = choice;
    try {
      const winner = await this.#findBest(choice);
      if (winner) await this.#handOver(choice, winner);
    } catch (error) {
      this.options.log(messageOf(error));
    }
  }

  /** The same again, with what is remembered now. */
  improveAgain(): Promise<void> {
    this.#improved = undefined;
    return this.improve();
  }

  async #findBest(choice: Choice): Promise<Variant | undefined> {
    const { devices, runtimeVersion } = await this.client.start();
    const tried: [Variant, Verdict][] = [];
    for (const variant of candidates(choice.wish, devices)) {
      if (this.#choice !== choice) return undefined;
      if (!isWorthTrying(variant, tried)) continue;
      const verdict = await this.#verdict(choice.subject, variant, runtimeVersion);
      this.options.log(`${variant.device} ${variant.precision}: ${describeVerdict(verdict)}`);
      tried.push([variant, verdict]);
    }
    return best(tried);
  }

  async #verdict(subject: Subject, variant: Variant, runtimeVersion: string): Promise<Verdict> {
    const { store } = this.options;
    const remembered = await store.get(subject, variant, runtimeVersion);
    if (remembered) return remembered;
    const baseline = await this.client.call('selfTest', null);
    const verdict = await tryVariant({ ...this.options, load: this.#load(subject, variant) }, baseline);
    await store.set(subject, variant, runtimeVersion, verdict).catch((error: unknown) => {
      this.options.log(`This cannot be remembered: ${messageOf(error)}`);
    });
    return verdict;
  }

  async #handOver(choice: Choice, variant: Variant): Promise<void> {
    const load = this.#load(choice.subject, variant);
    const engine = new EngineProcess({ ...this.options, load });
    await engine.info;
    if (this.#choice !== choice) return engine.end(new ClozeError('engine-replaced', 'Another model was chosen.'));
    this.#serving = load;
    this.client.adopt(engine, load);
  }

  #load(subject: Subject, variant: Variant): LoadParams {
    return { ...subject, ...variant, cache: this.options.cache };
  }
}
