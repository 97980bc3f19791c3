import { escapedHtml, htmlPage } from '../core/html.js';

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
 * else. No text of a person is ever in it.
 */
export function webviewHtml({ title, language, script, style, source, nonce }: WebviewPage): string {
  return htmlPage({
    title,
    language,
    allowed: [`script-src 'nonce-${nonce}'`, `style-src ${source}`],
    head: `<link rel="stylesheet" href="${escapedHtml(style)}">`,
    body: `<script nonce="${escapedHtml(nonce)}" src="${escapedHtml(script)}"></script>`,
  });
}
