export interface HtmlPage {
  readonly title: string;
  /** BCP 47 */
  readonly language: string;
  /** Directives of the Content-Security-Policy besides those that forbid everything; written as they are. */
  readonly allowed: readonly string[];
  /** HTML of its own. */
  readonly head: string;
  readonly body: string;
}

/** A page that may do nothing but what its policy allows: no network, no pictures, no frames, no forms. */
export function htmlPage({ title, language, allowed, head, body }: HtmlPage): string {
  const policy = ["default-src 'none'", ...allowed, "base-uri 'none'", "form-action 'none'"].join('; ');
  return `<!DOCTYPE html>
<html lang="${escapedHtml(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapedHtml(title)}</title>
${head}
</head>
<body>
${body}
</body>
</html>
`;
}

/** Text as it is written in HTML, between quotes too. */
export function escapedHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
