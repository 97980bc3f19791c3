/** Nine colours of viridis (Smith and van der Walt, 2015), dark to bright: even steps for the eye, also in grey. */
const VIRIDIS = ['#440154', '#472d7b', '#3b528b', '#2c728e', '#21918c', '#28ae80', '#5ec962', '#addc30', '#fde725'];

const STEPS = 256;

/** The one colour scale: [256] of red, green, blue. */
const TABLE = new Uint8Array(STEPS * 3);
for (let i = 0; i < STEPS; i++) {
  const at = (i / (STEPS - 1)) * (VIRIDIS.length - 1);
  const [low, high] = [Math.floor(at), Math.ceil(at)].map((place) => channels(VIRIDIS[place] as string));
  for (let c = 0; c < 3; c++) {
    const [from, to] = [low?.[c] as number, high?.[c] as number];
    TABLE[i * 3 + c] = Math.round(from + (to - from) * (at - Math.floor(at)));
  }
}

/** Where a value stands on the scale. */
export interface Domain {
  readonly low: number;
  readonly high: number;
}

/** The red, green and blue of a value. */
export function colourOf(value: number, { low, high }: Domain): [number, number, number] {
  const share = (value - low) / (high - low || 1);
  const place = 3 * Math.max(0, Math.min(STEPS - 1, Math.round(share * (STEPS - 1))));
  return [TABLE[place] as number, TABLE[place + 1] as number, TABLE[place + 2] as number];
}

export function cssColour(value: number, domain: Domain): string {
  return `rgb(${colourOf(value, domain).join(' ')})`;
}

/** Black or white, whichever can be read on the colour of a value. */
export function inkOn(value: number, domain: Domain): string {
  const [r, g, b] = colourOf(value, domain);
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b) > 0.179 ? '#000' : '#fff';
}

export function gradientStops(): readonly string[] {
  return VIRIDIS;
}

function linear(channel: number): number {
  const share = channel / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

function channels(hex: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
}
