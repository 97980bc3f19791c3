/** What a webview's page is made of; everything else comes as messages. */
export interface WebviewPage {
  readonly title: string;
  /** BCP 47 */
  readonly language: string;
  /** Addresses of the script and the style sheet. */
  readonly script: string;
  readonly style: string;
  /** `webview.cspSource`: where style sheets may come from. */
  readonly source: string;
  /** Fresh for each page. */
  readonly nonce: string;
}

/**
 * The page of a webview: it may run the one script with this nonce, use style sheets from the extension, and nothing
 * else; no network, no pictures, no frames. No text of a person is ever in it.
 */
export function webviewHtml({ title, language, script, style, source, nonce }: WebviewPage): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${source}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${escaped(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<link rel="stylesheet" href="${escaped(style)}">
</head>
<body>
<script nonce="${escaped(nonce)}" src="${escaped(script)}"></script>
</body>
</html>
`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
