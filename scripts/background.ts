import { text as readAll } from 'node:stream/consumers';
import { documentsOf } from '../src/core/evaluation/corpus.js';
import { mulberry32, sample } from '../src/core/evaluation/random.js';
import { sentences } from '../src/core/sentences/index.js';
import { BACKGROUND_LANGUAGES, type BackgroundLanguage, sentenceKey } from '../src/core/vectors/backgroundText.js';

const COUNT = 2000;

/** What is a whole sentence of ordinary length: in letters for Chinese, in words otherwise. */
const IS_ORDINARY: Record<BackgroundLanguage, (sentence: string) => boolean> = {
  en: (sentence) => {
    const words = sentence.split(' ').length;
    const letters = sentence.match(/[A-Za-z ,]/g)?.length ?? 0;
    return words >= 3 && words <= 60 && /^["'(]?[A-Z].*[.!?]["')]?$/.test(sentence) && letters > 0.85 * sentence.length;
  },
  zh: (sentence) => {
    const characters = sentence.match(/\p{Script=Han}/gu)?.length ?? 0;
    return characters >= 4 && characters <= 120 && /[。！？]$/.test(sentence) && characters > 0.75 * sentence.length;
  },
};

/** Hollow brackets and quotation marks are what the removal of formulas, names and links left behind. */
const HOLLOW = /\(\s*[,;.)]|（\s*[，；。）]|"\s*"|《》|“”|「」| [,.;]/;

/**
 * Draws the background sentences of a language from a text on standard input (one paragraph a line, blank lines between
 * documents): at most one a document, until there are no more documents. In the order of the text.
 */
const language = BACKGROUND_LANGUAGES.find((it) => it === process.argv[2]);
if (!language) throw new Error(`Name a language: ${BACKGROUND_LANGUAGES.join(' or ')}.`);
const documents = documentsOf(await readAll(process.stdin)).map((paragraphs) => paragraphs.flatMap(sentencesOf));
const random = mulberry32(1);
const taken = new Map<string, [document: number, place: number]>();
for (const last of [1, Number.POSITIVE_INFINITY]) {
  for (const d of sample(documents.length, documents.length, random)) {
    const own = documents[d] ?? [];
    for (const place of sample(own.length, Math.min(last, own.length), random)) {
      const sentence = own[place] as string;
      if (taken.size < COUNT && !taken.has(sentence)) taken.set(sentence, [d, place]);
    }
  }
}
const order = [...taken].sort(([, [a, i]], [, [b, j]]) => a - b || i - j);
process.stdout.write(order.map(([sentence]) => `${sentence}\n`).join(''));

function sentencesOf(paragraph: string): string[] {
  const all = sentences(paragraph).map(({ start, end }) => sentenceKey(paragraph.slice(start, end)));
  return all.filter((it) => IS_ORDINARY[language as BackgroundLanguage](it) && !HOLLOW.test(it) && !it.startsWith('#'));
}
