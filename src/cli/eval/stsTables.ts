import type { Representation } from '../../core/vectors/representation.js';
import { formatRepresentation, parseRepresentation, rawId } from '../../core/vectors/representation.js';
import type { ModelInfo } from '../../protocol/engine.js';
import type { Tried } from './sts.js';

/** What a result is of. */
export interface Facts {
  readonly info: ModelInfo;
  readonly pairs: number;
  readonly background: string;
  readonly seconds: number;
}

/** Best ones that are shown of a grid. */
const SHOWN = 12;
/** With what the literature compares. */
const LANDMARKS = [
  'cls',
  'pooler',
  'mean',
  'last-2',
  'first-last',
  'first-last+whiten',
  'mean+whiten',
  'max',
  'prompt',
];

/** Representations, best first. */
export function rowsTold(facts: Facts, tried: readonly Tried[]): string {
  return `${table(tried)}${footer(facts)}`;
}

/** The best, the usual ones, and the best of each pooling in each layer, raw and whitened. */
export function gridTold(facts: Facts, tried: readonly Tried[], best: Tried | undefined): string {
  const ranked = sorted(tried);
  const usual = new Set(LANDMARKS.map((id) => formatRepresentation(parseRepresentation(id))));
  const others = ranked.slice(SHOWN).filter(({ representation }) => usual.has(formatRepresentation(representation)));
  const of = (kinds: readonly Representation['treatment']['kind'][]) =>
    tried.filter(({ representation }) => kinds.includes(representation.treatment.kind));
  return [
    `The ${Math.min(SHOWN, tried.length)} best of ${tried.length}, and the usual ones\n`,
    table([...ranked.slice(0, SHOWN), ...others]),
    `\nSpearman x 100 by layer, raw\n${layerMap(of(['raw']))}`,
    `\nSpearman x 100 by layer, whitened to the best number of dimensions\n${layerMap(of(['whiten']))}`,
    best ? `\nChosen: ${formatRepresentation(best.representation)}\n` : '',
    footer(facts),
  ].join('');
}

function table(tried: readonly Tried[]): string {
  const rows = sorted(tried);
  const width = Math.max(...rows.map(({ representation }) => formatRepresentation(representation).length), 14);
  const hasSubsets = rows.some(({ result }) => result.wmean !== undefined);
  const head = ['all', '95 % interval', 'Pearson', ...(hasSubsets ? ['wmean'] : [])];
  const cells = rows.map(({ result: { spearman, pearson, wmean } }) => [
    hundred(spearman.value),
    Number.isNaN(spearman.low + spearman.high) ? '-' : `${hundred(spearman.low)} to ${hundred(spearman.high)}`,
    hundred(pearson),
    ...(wmean === undefined ? [] : [hundred(wmean)]),
  ]);
  const widths = [7, 16, 9, 9];
  const line = (name: string, values: readonly string[]) =>
    `${name.padEnd(width)}${values.map((value, i) => value.padStart(widths[i] as number)).join('')}\n`;
  return [
    line('representation', head),
    ...rows.map(({ representation }, i) => line(formatRepresentation(representation), cells[i] as string[])),
  ].join('');
}

/** Best first; at the end those whose cosines are all the same, which have no correlation. */
function sorted(tried: readonly Tried[]): Tried[] {
  const known = (value: number) => (Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value);
  return tried.toSorted((a, b) => known(b.spearman) - known(a.spearman));
}

/** The best of each pooling, by layer. */
function layerMap(tried: readonly Tried[]): string {
  // Numbers first, ascending, as they are the keys of an object.
  const layers = Object.keys(Object.fromEntries(tried.map(({ representation }) => [representation.layers, true])));
  const kinds = [...new Set(tried.map(({ representation }) => kindOf(representation)))];
  const width = Math.max(...kinds.map((kind) => kind.length), 0);
  const rows = kinds.map((kind) => {
    const cells = layers.map((layer) => {
      const own = tried.filter(({ representation: it }) => kindOf(it) === kind && `${it.layers}` === layer);
      return (own.length > 0 ? hundred(Math.max(...own.map(({ spearman }) => spearman))) : '').padStart(11);
    });
    return `${kind.padEnd(width)}${cells.join('')}\n`;
  });
  return `${' '.repeat(width)}${layers.map((layer) => layer.padStart(11)).join('')}\n${rows.join('')}`;
}

function kindOf(representation: Representation): string {
  return rawId({ ...representation, layers: 'last' });
}

function hundred(value: number): string {
  return Number.isNaN(value) ? '-' : (100 * value).toFixed(2);
}

function footer({ info, pairs, background, seconds }: Facts): string {
  return (
    `\nSpearman x 100, protocol "all" (all pairs at once; wmean: mean over the subsets by size), ${pairs} pairs\n` +
    `${info.name} on ${info.device} in ${info.precision}; treatments fitted on ${background}; ${seconds.toFixed(1)} s\n`
  );
}
