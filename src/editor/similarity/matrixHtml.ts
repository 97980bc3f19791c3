import type { Similarities } from '../../client/similarity.js';
import { escapedHtml, htmlPage } from '../../core/html.js';
import { groupedOrder } from '../../core/vectors/order.js';

/** A similarity matrix as a page without scripts: links are commands. */
export interface MatrixPage {
  readonly title: string;
  /** BCP 47 */
  readonly language: string;
  /** What is said above the matrix, and below it. */
  readonly lead: string;
  readonly notes: readonly string[];
  /** One a text. */
  readonly texts: readonly { readonly text: string; readonly place: string; readonly link: string }[];
  /** What is said of a cell. */
  readonly cell: (cosine: string, percentile: string) => string;
  readonly found: Similarities;
  /** Fresh for each page. */
  readonly nonce: string;
}

/** Steps of the colours. */
const STEPS = 10;

/** The texts in an order that shows groups, with cosine and percentile in each cell; the colour is the percentile's. */
export function matrixHtml({ title, language, lead, notes, texts, cell, found, nonce }: MatrixPage): string {
  const order = groupedOrder(found.cosines);
  const head = order.map((i) => `<th scope="col" title="${escapedHtml(texts[i]?.text ?? '')}">${i + 1}</th>`).join('');
  const rows = order.map((i) => {
    const { text = '', place = '', link = '' } = texts[i] ?? {};
    const label = `<th scope="row"><a href="${escapedHtml(link)}" title="${escapedHtml(text)}"><b>${i + 1}</b> <span>${escapedHtml(text)}</span></a> <small>${escapedHtml(place)}</small></th>`;
    const cells = order.map((j) => {
      if (i === j) return '<td class="same"></td>';
      const cosine = (found.cosines[i]?.[j] ?? Number.NaN).toFixed(2);
      const percentile = found.percentiles[i]?.[j] ?? Number.NaN;
      const told = `${cell(cosine, percentile.toFixed(1))}\n${i + 1}: ${text}\n${j + 1}: ${texts[j]?.text ?? ''}`;
      return `<td class="p${step(percentile)}" title="${escapedHtml(told)}">${cosine}<small>${percentile.toFixed(percentile >= 99 ? 1 : 0)}</small></td>`;
    });
    return `<tr>${label}${cells.join('')}</tr>`;
  });
  return htmlPage({
    title,
    language,
    allowed: [`style-src 'nonce-${nonce}'`],
    head: `<style nonce="${escapedHtml(nonce)}">${STYLE}</style>`,
    body: `<h1>${escapedHtml(title)}</h1>
<p>${escapedHtml(lead)}</p>
<table>
<thead><tr><td></td>${head}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
${notes.map((note) => `<p>${escapedHtml(note)}</p>`).join('\n')}`,
  });
}

/** To the fourth power: the top of the percentiles, which matters, has most of the steps. */
function step(percentile: number): number {
  return Number.isNaN(percentile) ? 0 : Math.round(STEPS * (percentile / 100) ** 4);
}

const STYLE = `
body { color: var(--vscode-foreground); font: var(--vscode-font-size) var(--vscode-font-family); padding: 0 1.5em 1.5em; }
h1 { font-size: 1.3em; font-weight: 600; }
p { max-width: 70em; color: var(--vscode-descriptionForeground); }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th { font-weight: normal; }
thead th { padding: 2px 6px; color: var(--vscode-descriptionForeground); }
tbody th { text-align: left; padding-right: 1em; white-space: nowrap; }
tbody th small { display: block; padding-left: 1.2em; color: var(--vscode-descriptionForeground); }
a { color: var(--vscode-textLink-foreground); text-decoration: none; }
a span { display: inline-block; max-width: min(24em, 36vw); overflow: hidden; text-overflow: ellipsis; vertical-align: bottom; color: var(--vscode-foreground); }
a:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 1px; }
td { text-align: center; padding: 3px 6px; min-width: 2.4em; border: 1px solid var(--vscode-editor-background); }
td small { display: block; font-size: 0.8em; opacity: 0.85; }
td.same { background: var(--vscode-editorWidget-background); }
${Array.from({ length: STEPS + 1 }, (_, i) => `td.p${i} { background: color-mix(in srgb, var(--vscode-charts-blue) ${6 * i}%, transparent); }`).join('\n')}
body.vscode-high-contrast td, body.vscode-high-contrast-light td { background: none; border-color: var(--vscode-contrastBorder); }
${Array.from({ length: 3 }, (_, i) => `body.vscode-high-contrast td.p${STEPS - i}, body.vscode-high-contrast-light td.p${STEPS - i} { outline: ${3 - i}px solid var(--vscode-contrastActiveBorder); outline-offset: -4px; font-weight: bold; }`).join('\n')}
`;
