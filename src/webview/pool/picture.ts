const STYLES = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'font-size',
  'font-family',
  'text-anchor',
  'opacity',
];

/**
 * What a chart shows as an SVG file of its own: its pictures where they stand, with the colours that they have now, and
 * its captions.
 */
export function pictureOf(chart: HTMLElement, title: string): string {
  const frame = chart.getBoundingClientRect();
  const width = Math.ceil(chart.scrollWidth);
  const height = Math.ceil(chart.scrollHeight);
  const parts: string[] = [];
  for (const element of chart.querySelectorAll<Element>('svg, canvas, [data-caption]')) {
    const box = element.getBoundingClientRect();
    const at = `x="${round(box.left - frame.left)}" y="${round(box.top - frame.top)}"`;
    const size = `width="${round(box.width)}" height="${round(box.height)}"`;
    if (element instanceof SVGSVGElement) parts.push(drawing(element, at, size));
    else if (element instanceof HTMLCanvasElement) {
      const image = `style="image-rendering: pixelated" preserveAspectRatio="none" href="${element.toDataURL()}"`;
      parts.push(`<image ${at} ${size} ${image}/>`);
    } else parts.push(caption(element, box, frame));
  }
  const { fontFamily, backgroundColor } = getComputedStyle(document.body);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="${escaped(fontFamily)}">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="100%" height="100%" fill="${escaped(backgroundColor)}"/>`,
    ...parts,
    '</svg>\n',
  ].join('\n');
}

function drawing(svg: SVGSVGElement, at: string, size: string): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = svg.querySelectorAll('*');
  copy.querySelectorAll('*').forEach((element, i) => {
    const style = getComputedStyle(originals[i] as Element);
    for (const name of STYLES) element.setAttribute(name, style.getPropertyValue(name));
    for (const name of ['class', 'style', 'tabindex']) element.removeAttribute(name);
  });
  const box = svg.getAttribute('viewBox');
  const content = Array.from(copy.childNodes, (node) => new XMLSerializer().serializeToString(node)).join('');
  return `<svg ${at} ${size}${box ? ` viewBox="${escaped(box)}"` : ''}>${content}</svg>`;
}

function caption(element: Element, box: DOMRect, frame: DOMRect): string {
  const { fontSize, color } = getComputedStyle(element);
  const at = `x="${round(box.left - frame.left)}" y="${round(box.bottom - frame.top - 4)}"`;
  return `<text ${at} font-size="${fontSize}" fill="${color}">${escaped(element.textContent ?? '')}</text>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
