/** A number for people: two decimals and a real minus; a dash where there is none. */
export function decimal(value: number | undefined, digits = 2): string {
  if (value === undefined || !Number.isFinite(value)) return '–';
  const text = value.toFixed(digits);
  return (Number(text) === 0 ? text.replace('-', '') : text).replace('-', '\u2212');
}

/** The same with a sign, also of what is above 0. */
export function signed(value: number | undefined): string {
  const text = decimal(value);
  return Number(text) > 0 ? `+${text}` : text;
}

/** 0.5 is 50 %. */
export function percent(share: number, digits = 0): string {
  return `${decimal(100 * share, digits)} %`;
}

/** A percentile of 0 ... 100: `<1` and `>99` at the ends, since background pairs are finite. */
export function percentile(value: number | undefined): string {
  if (value === undefined || !Number.isFinite(value)) return '–';
  if (value < 1) return '<1';
  return value > 99 ? '>99' : value.toFixed(0);
}
