import { isDeepStrictEqual } from 'node:util';
import { ClozeError, messageOf, toClozeError } from '../core/errors.js';
import type { Device, LoadParams, SelfTest } from '../protocol/engine.js';
import type { EngineClient } from './engineClient.js';
import { EngineProcess, type EngineProcessOptions } from './engineProcess.js';
import { selfTestApart, tryVariant } from './tryVariant.js';
import {
  better,
  candidates,
  describeVerdict,
  firstVariant,
  isWorthTrying,
  type Subject,
  type Trial,
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
    if (!this.#choice) return;
    const variant = { device: failed.device, precision: failed.precision ?? 'fp32' };
    const trial = { subject: failed, variant, baseline: firstVariant(this.#choice.wish), runtimeVersion };
    await this.options.store.set(trial, { kind: 'failed', reason: reason.message });
  }

  /** Looks, once for each choice, for something better than what serves; call it when the model is loaded. */
  async improve(): Promise<void> {
    const choice = this.#choice;
    if (!choice || this.#improved === choice) return;
    this.#improved = choice;
    try {
      const { devices, runtimeVersion } = await this.client.start();
      for (const trial of await this.#findBetter(choice, devices, runtimeVersion)) {
        if (this.#choice !== choice || (await this.#handOver(choice, trial))) return;
      }
    } catch (error) {
      this.options.log(messageOf(error));
    }
  }

  /** The same again, with what is remembered now. */
  improveAgain(): Promise<void> {
    this.#improved = undefined;
    return this.improve();
  }

  /** @returns the best first */
  async #findBetter(choice: Choice, devices: readonly Device[], runtimeVersion: string): Promise<Trial[]> {
    const { subject, wish } = choice;
    const tried: [Variant, Verdict][] = [];
    const trialOf = (variant: Variant): Trial => ({ subject, variant, baseline: firstVariant(wish), runtimeVersion });
    for (const variant of candidates(wish, devices)) {
      if (this.#choice !== choice) return [];
      if (!isWorthTrying(variant, tried)) continue;
      const verdict = await this.#verdict(trialOf(variant));
      this.options.log(`${variant.device} ${variant.precision}: ${describeVerdict(verdict)}`);
      tried.push([variant, verdict]);
    }
    return better(tried).map(trialOf);
  }

  async #verdict(trial: Trial): Promise<Verdict> {
    const remembered = await this.options.store.get(trial);
    if (remembered) return remembered;
    const load = this.#load(trial.subject, trial.variant);
    const verdict = await tryVariant({ ...this.options, load }, await this.#baseline(trial));
    await this.#remember(trial, verdict);
    return verdict;
  }

  async #baseline({ subject, baseline }: Trial): Promise<SelfTest> {
    const load = this.#load(subject, baseline);
    if (isDeepStrictEqual(load, this.#serving)) return this.client.call('selfTest', null);
    return (await selfTestApart({ ...this.options, load })).result;
  }

  async #remember(trial: Trial, verdict: Verdict): Promise<void> {
    await this.options.store.set(trial, verdict).catch((error: unknown) => {
      this.options.log(`This cannot be remembered: ${messageOf(error)}`);
    });
  }

  /** @returns whether what won serves now; it may no longer be had since it won */
  async #handOver(choice: Choice, trial: Trial): Promise<boolean> {
    const load = this.#load(trial.subject, trial.variant);
    if (isDeepStrictEqual(load, this.#serving)) return true;
    const engine = new EngineProcess({ ...this.options, load });
    try {
      await engine.info;
    } catch (error) {
      engine.end(toClozeError(error));
      this.options.log(`${load.device} ${load.precision} won before and cannot be had now: ${messageOf(error)}`);
      await this.#remember(trial, { kind: 'failed', reason: messageOf(error) });
      return false;
    }
    if (this.#choice === choice) {
      this.#serving = load;
      this.client.adopt(engine, load);
    } else {
      engine.end(new ClozeError('engine-replaced', 'Another model was chosen.'));
    }
    return true;
  }

  #load(subject: Subject, variant: Variant): LoadParams {
    return { ...subject, ...variant, cache: this.options.cache };
  }
}
