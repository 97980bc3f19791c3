import type { Comparison, MethodReport } from './comparison.js';
import type { Disagreement } from './disagreement.js';

/** What a reader should take away, in numbers; the view puts them into words. */
export interface Findings {
  /** The method that agrees best with people, and the next one. */
  readonly best?: { readonly method: MethodReport; readonly next?: MethodReport; readonly isClear: boolean };
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

/** What stands out. */
export function findings({ methods, disagreements }: Comparison): Findings {
  const [best, next] = ranked(methods).filter(({ gold }) => gold && Number.isFinite(gold.spearman.value));
  const whitened = methods.find(({ id }) => /\+whiten\d*$/.test(id) && methods.some((it) => it.id === baseOf(id)));
  const before = whitened && methods.find(({ id }) => id === baseOf(whitened.id));
  const centred = before && methods.find(({ id }) => id === `${before.id}+centre`);
  const cls = methods.find(({ id }) => id === 'cls');
  const [disagreement] = disagreements;
  return {
    ...(best && { best: { method: best, ...(next && { next }), isClear: isAbove(best, next) } }),
    ...(cls && { cls }),
    ...(whitened &&
      before && {
        whitening: {
          before,
          ...(centred && { centred }),
          after: whitened,
          isClear: isAbove(whitened, before) || isAbove(before, whitened),
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

/** Whether the interval of one lies above that of the other: then chance alone does not explain the difference. */
function isAbove(a: MethodReport, b: MethodReport | undefined): boolean {
  return a.gold !== undefined && (b?.gold === undefined || a.gold.spearman.low > b.gold.spearman.high);
}

function baseOf(id: string): string {
  return id.replace(/\+\w+$/, '');
}
