import path from 'node:path';
import { type BackgroundLanguage, backgroundLanguage } from '../core/vectors/backgroundText.js';

/** The ordinary sentences that texts are compared with, and their language. */
export interface BackgroundText {
  readonly language: BackgroundLanguage;
  readonly file: string;
}

/** @param modelsFolder where the bundled models lie */
export function backgroundFor(texts: readonly string[], modelsFolder: string): BackgroundText {
  const language = backgroundLanguage(texts);
  return { language, file: path.join(modelsFolder, 'background', `${language}.txt`) };
}
