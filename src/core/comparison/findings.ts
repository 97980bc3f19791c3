import type { Estimate } from '../evaluation/bootstrap.js';
import type { Comparison, MethodReport } from './comparison.js';
import type { Disagreement } from './disagreement.js';

/** What a reader should take away, in numbers; the view puts them into words. */
export interface Findings {
  /** The method that agrees best with people, and the next one. */
  readonly best?: Lead;
  /** The state of the first token as it is. */
  readonly cls?: MethodReport;
  /** A whitened method, the same before, and, where it is among the methods, only centred. */
  readonly whitening?: {
    readonly before: MethodReport;
    readonly centred?: MethodReport;
    readonly after: MethodReport;
    readonly isClear: boolean;
  };
  readonly disagreement?: Disagreement;
}

/** A method, and whether it is ahead of the next one by more than chance would put it. */
export interface Lead {
  readonly method: MethodReport;
  readonly next?: MethodReport;
  readonly isClear: boolean;
}

/** What stands out. */
export function findings({ methods, disagreements }: Comparison): Findings {
  const [best, next] = ranked(methods).filter(({ gold }) => gold);
  const whitened = methods.find(({ id }) => /\+whiten\d*$/.test(id) && methods.some((it) => it.id === baseOf(id)));
  const before = whitened && methods.find(({ id }) => id === baseOf(whitened.id));
  const centred = before && methods.find(({ id }) => id === `${before.id}+centre`);
  const cls = methods.find(({ id }) => id === 'cls');
  const [disagreement] = disagreements;
  return {
    ...(best && { best: { method: best, ...(next && { next }), isClear: !next || isClear(difference(best, next)) } }),
    ...(cls && { cls }),
    ...(whitened &&
      before && {
        whitening: {
          before,
          ...(centred && { centred }),
          after: whitened,
          isClear: isClear(difference(whitened, before)),
        },
      }),
    ...(disagreement && { disagreement }),
  };
}

/** Best first: by Spearman where there are gold scores, else as they were given. Without a value comes last. */
export function ranked(methods: readonly MethodReport[]): MethodReport[] {
  const value = ({ gold }: MethodReport) => {
    const spearman = gold?.spearman.value ?? Number.NaN;
    return Number.isFinite(spearman) ? spearman : -2;
  };
  return [...methods].sort((a, b) => value(b) - value(a));
}

/** Spearman of one less that of the other, measured on the same pairs. */
export function difference(a: MethodReport, b: MethodReport): Estimate | undefined {
  return a.gold?.differences[b.id];
}

/** Whether the interval of a difference leaves 0 out: then chance alone does not explain it. */
export function isClear(estimate: Estimate | undefined): boolean {
  return estimate !== undefined && (estimate.low > 0 || estimate.high < 0);
}

function baseOf(id: string): string {
  return id.replace(/\+\w+$/, '');
}
