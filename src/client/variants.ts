import { type Agreement, agreement, isSame } from '../core/agreement.js';
import { DEVICES, type Device, type LoadParams, type Precision, type SelfTest } from '../protocol/engine.js';

/** What is run, and by which ONNX Runtime. */
export type Subject = Pick<LoadParams, 'folder' | 'onnxRuntime'>;

/** A way of running it. */
export interface Variant {
  readonly device: Device;
  readonly precision: Precision;
}

/** What a person wants; `auto` leaves it to measurements. */
export interface Wish {
  readonly device: Device | 'auto';
  readonly precision: 'auto' | 'fp32' | 'fp16' | 'int8';
}

/** Weights of 7 bits are for processors on which those of 8 go wrong. */
export function isWorthTrying({ precision }: Variant, tried: readonly (readonly [Variant, Verdict])[]): boolean {
  return precision !== 'int7' || tried.some(([before, { kind }]) => before.precision === 'int8' && kind === 'differs');
}

/** What serves at once: what a person asked for, where the device has it, else fp32, with which all is compared. */
export function firstVariant({ device, precision }: Wish): Variant {
  const where = device === 'auto' ? 'cpu' : device;
  return { device: where, precision: precisionsOf(where).find((it) => it === precision) ?? 'fp32' };
}

/** What is worth a try behind that, in this order. @param known devices that this build of ONNX Runtime has */
export function candidates(wish: Wish, known: readonly Device[]): Variant[] {
  const first = firstVariant(wish);
  const devices = wish.device === 'auto' ? DEVICES.filter((device) => known.includes(device)) : [wish.device];
  const all = devices.flatMap((device) => precisionsOf(device).map((precision): Variant => ({ device, precision })));
  return all.filter(
    ({ device, precision }) =>
      (wish.precision === 'auto' || wish.precision === precision) &&
      !(device === first.device && precision === first.precision),
  );
}

function precisionsOf(device: Device): readonly Precision[] {
  return device === 'cpu' ? ['fp32', 'int8', 'int7'] : ['fp32', 'fp16'];
}

/** What was tried, and what it was compared with. */
export interface Trial {
  readonly subject: Subject;
  readonly variant: Variant;
  readonly baseline: Variant;
  readonly runtimeVersion: string;
}

/** What became of trying a variant. */
export type Verdict =
  /** It gives the same and is faster. */
  | { readonly kind: 'better'; readonly speedup: number; readonly agreement: Agreement }
  | { readonly kind: 'slower'; readonly speedup: number; readonly agreement: Agreement }
  | { readonly kind: 'differs'; readonly agreement: Agreement }
  | { readonly kind: 'failed'; readonly reason: string };

/** A gain below this is not worth another process. */
const WORTH = 1.2;

export function judge(precision: Precision, baseline: SelfTest, tried: SelfTest): Verdict {
  const found = agreement(baseline, tried);
  const speedup = baseline.milliseconds / tried.milliseconds;
  const agrees = precision === 'fp32' ? isSame(found) : found.top1 >= 0.98 && found.cosine >= 0.99;
  if (!agrees) return { kind: 'differs', agreement: found };
  return { kind: speedup >= WORTH ? 'better' : 'slower', speedup, agreement: found };
}

/** Those that are better than the baseline, the fastest first. */
export function better(tried: readonly (readonly [Variant, Verdict])[]): Variant[] {
  const gains = tried.map(([variant, verdict]) => ({ variant, gain: verdict.kind === 'better' ? verdict.speedup : 0 }));
  const won = gains.filter(({ gain }) => gain > 0).sort((a, b) => b.gain - a.gain);
  return won.map(({ variant }) => variant);
}

export function describeVerdict(verdict: Verdict): string {
  if (verdict.kind === 'failed') return `failed: ${verdict.reason}`;
  const { top1, cosine } = verdict.agreement;
  const same = `the same first word in ${(100 * top1).toFixed(1)} %, cosine at least ${cosine.toFixed(5)}`;
  if (verdict.kind === 'differs') return `differs: ${same}`;
  const speed = `${verdict.speedup.toPrecision(3)} times as fast`;
  return `${verdict.kind === 'better' ? 'better' : 'not worth it'}, ${speed}: ${same}`;
}
