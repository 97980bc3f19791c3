import { useEffect, useRef } from 'preact/hooks';
import { place } from '../../core/comparison/condensed.js';
import { t } from '../l10n.js';
import { colourOf, type Domain } from './colours.js';

/** Two sentences by their numbers, the smaller first. */
export type Pair = readonly [i: number, j: number];

export interface MatrixProps {
  readonly name: string;
  readonly size: number;
  /** Of all pairs (core/comparison/condensed.ts). */
  readonly values: ArrayLike<number>;
  readonly domain: Domain;
  readonly marked: Pair | undefined;
  readonly onPoint: (pair: Pair | undefined) => void;
  readonly onMark: (pair: Pair) => void;
}

/** One similarity matrix as an image of N x N points; the diagonal, each sentence with itself, is left empty. */
export function Matrix({ name, size, values, domain, marked, onPoint, onMark }: MatrixProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (canvas.current) draw(canvas.current, values, size, domain);
  }, [values, size, domain.low, domain.high]);
  const pairUnder = (event: MouseEvent): Pair | undefined => {
    const box = canvas.current?.getBoundingClientRect();
    if (!box) return undefined;
    const at = (offset: number, length: number) =>
      Math.min(size - 1, Math.max(0, Math.floor((offset / length) * size)));
    return ordered(at(event.clientY - box.top, box.height), at(event.clientX - box.left, box.width));
  };
  return (
    <div
      class="matrix"
      role="application"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
      tabIndex={0}
      aria-label={t('Similarity matrix of {0}. Arrow keys go from pair to pair.', name)}
      onKeyDown={(event) => {
        const next = step(event.key, marked, size);
        if (!next) return;
        event.preventDefault();
        onMark(next);
      }}
      onMouseMove={(event) => onPoint(pairUnder(event))}
      onMouseLeave={() => onPoint(undefined)}
      onClick={(event) => {
        const pair = pairUnder(event);
        if (pair) onMark(pair);
      }}
    >
      <canvas ref={canvas} width={size} height={size} />
      {marked &&
        [marked, [marked[1], marked[0]] as const].map(([row, column]) => (
          <span
            key={`${row < column}`}
            class="mark"
            style={{
              top: `${(100 * (row + 0.5)) / size}%`,
              left: `${(100 * (column + 0.5)) / size}%`,
              width: `${100 / size}%`,
              height: `${100 / size}%`,
            }}
          />
        ))}
    </div>
  );
}

/** Numbers 0 ... 7 by the row, 1 ... 8 by the column: the upper triangle. */
function step(key: string, marked: Pair | undefined, size: number): Pair | undefined {
  const [i, j] = marked ?? [0, 0];
  switch (key) {
    case 'ArrowRight':
      return [i, Math.min(size - 1, j + 1)];
    case 'ArrowLeft':
      return [i, Math.max(i + 1, j - 1)];
    case 'ArrowDown':
      return [Math.min(size - 2, i + 1), Math.max(j, Math.min(size - 2, i + 1) + 1)];
    case 'ArrowUp':
      return [Math.max(0, i - 1), Math.max(1, j)];
    case 'Home':
      return [i, i + 1];
    case 'End':
      return [i, size - 1];
    default:
      return undefined;
  }
}

function draw(canvas: HTMLCanvasElement, values: ArrayLike<number>, size: number, domain: Domain): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const image = context.createImageData(size, size);
  for (let i = 0; i < size; i++) {
    for (let j = i + 1; j < size; j++) {
      const [r, g, b] = colourOf(values[place(i, j, size)] as number, domain);
      for (const at of [4 * (i * size + j), 4 * (j * size + i)]) {
        image.data[at] = r;
        image.data[at + 1] = g;
        image.data[at + 2] = b;
        image.data[at + 3] = 255;
      }
    }
  }
  context.putImageData(image, 0, 0);
}

function ordered(a: number, b: number): Pair | undefined {
  if (a === b) return undefined;
  return a < b ? [a, b] : [b, a];
}
