import type { Comparison, Sentences } from '../core/comparison/comparison.js';
import type { TokenContribution } from '../core/comparison/contributions.js';
import type { ComparisonProgress } from './pooling.js';

/** Sentences with where they are from, for a title. */
export interface PoolSource extends Sentences {
  readonly title: string;
  /** What a reader should know of them, in the display language: rows of a file that are left out, say. */
  readonly notes?: readonly string[];
}

/** What the panel is told when it opens. */
export interface PoolOpening {
  /** Messages of the display language, English ones as keys; none for English. */
  readonly messages: Readonly<Record<string, string>>;
  /** What to show; none for a panel that comes back and remembers by itself. */
  readonly source?: PoolSource;
  readonly follows: boolean;
}

export interface PoolRequest {
  readonly source: PoolSource;
  /** As in core/vectors/representation.ts. */
  readonly methods: readonly string[];
  /** Folder of a second model for the same sentences. */
  readonly beside?: string;
}

export interface PoolAnswer {
  readonly comparison: Comparison;
  readonly beside?: Comparison;
  /** How long it took, in milliseconds. */
  readonly milliseconds: number;
}

/** How far the comparison by one of the models is. */
export interface PoolProgress extends ComparisonProgress {
  readonly model: 'first' | 'second';
}

/** What leaves the panel: made there, so that the editor never waits for it. */
export interface PoolExport {
  readonly text: string;
  readonly as: 'csv' | 'json' | 'markdown' | 'svg';
  readonly to: 'clipboard' | 'document';
}

/** What the panel can ask of the editor. */
export type PoolHostMethods = {
  open: { params: null; result: PoolOpening };
  compare: { params: PoolRequest; result: PoolAnswer };
  contributions: { params: { readonly text: string; readonly beside?: string }; result: TokenContribution[] };
  /** A person chooses a second model. @returns its folder, undefined when they gave up */
  chooseModel: { params: null; result: string | undefined };
  follow: { params: boolean; result: null };
  export: { params: PoolExport; result: null };
};

/** What the editor tells the panel. */
export type PoolViewMethods = {
  show: { params: PoolSource; result: null };
  progress: { params: PoolProgress; result: null };
  /** Another model is chosen: what is shown is of the one before. */
  modelChanged: { params: null; result: null };
};
