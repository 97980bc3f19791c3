/** True for `{...}`; false for `null` and lists. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value from somebody's file for a message: quoted, and short whatever it holds. */
export function quote(value: unknown): string {
  let text: string;
  try {
    text = JSON.stringify(value) ?? 'undefined';
  } catch {
    text = 'a value nested too deep to show';
  }
  return short(text, 80);
}

/** A text of others for a message: it may hold a whole file. */
export function short(text: string, most = 200): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}
