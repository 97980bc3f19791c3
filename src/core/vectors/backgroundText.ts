/** Languages of which background sentences ship with Cloze. */
export const BACKGROUND_LANGUAGES = ['en', 'zh'] as const;
export type BackgroundLanguage = (typeof BACKGROUND_LANGUAGES)[number];

/** The language of the background that texts are to be compared with: Chinese when a third of their letters are. */
export function backgroundLanguage(texts: readonly string[]): BackgroundLanguage {
  let han = 0;
  let letters = 0;
  for (const text of texts) {
    const sample = text.slice(0, 2000);
    han += sample.match(/\p{Script=Han}/gu)?.length ?? 0;
    letters += sample.match(/\p{L}/gu)?.length ?? 0;
  }
  return 3 * han >= letters && han > 0 ? 'zh' : 'en';
}

/** What makes two sentences the same one: not how they are spaced. */
export function sentenceKey(text: string): string {
  return text.normalize('NFC').replace(/\s+/g, ' ').trim();
}

/** The sentences of a background file: one a line; lines that begin with "#" tell about it. */
export function backgroundSentences(file: string): string[] {
  const lines = file.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '' && !line.startsWith('#'));
}
