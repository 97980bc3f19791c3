import type { Random } from './random.js';

/** Changes lines of a `vocab.txt`. */
export function mutateLines(text: string, random: Random): string {
  const lines = text.split('\n');
  for (let i = random.below(4); i >= 0; i--) {
    const at = random.below(lines.length);
    const changes = [
      () => lines.splice(at, 1 + random.below(3)),
      () =>
        lines.splice(at, 0, random.pick(['', ' ', '\t', '\u0000', '😀', '##', '[MASK]', '[CLS]', 'x'.repeat(10_000)])),
      () => lines.push(lines[at] as string),
      () => lines.push(...Array.from({ length: 200 }, (_, n) => `more${n}`)),
      () => lines.reverse(),
      () => lines.splice(at, 1, `${lines[at]}\r`),
    ];
    random.pick(changes)();
  }
  return lines.join('\n');
}
