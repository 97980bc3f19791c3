/** Markdown that shows `text` as it is, also in a table and where HTML is let through. */
export function asMarkdown(text: string): string {
  return text.replace(/[!-/:-@[-`{-~]/g, (character) => `&#${character.charCodeAt(0)};`);
}
