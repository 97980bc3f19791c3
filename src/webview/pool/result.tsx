import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Comparison } from '../../core/comparison/comparison.js';
import type { TokenContribution } from '../../core/comparison/contributions.js';
import type { PoolExport } from '../../protocol/pool.js';
import { t } from '../l10n.js';
import { Agreement } from './agreement.js';
import { Background } from './background.js';
import { Disagreements } from './disagreements.js';
import type { ChartProps } from './figure.js';
import { InShort } from './inShort.js';
import { LayerMaps } from './layerMap.js';
import { Matrices, type Scale } from './matrices.js';
import type { Pair } from './matrix.js';
import { Notices, noticesOf } from './notices.js';
import { PairView } from './pair.js';
import { Published } from './published.js';
import { Scatters } from './scatters.js';
import { SpectrumChart } from './spectrum.js';
import { Tokens } from './tokens.js';

export interface ResultProps {
  readonly comparison: Comparison;
  readonly scale: Scale;
  /** Of all cosines on the page. */
  readonly lowest: number;
  readonly marked: Pair | undefined;
  readonly sentence: number;
  /** Id of the method that the others are held against. */
  readonly against: string | undefined;
  readonly onScale: (scale: Scale) => void;
  readonly onMark: (pair: Pair) => void;
  readonly onSentence: (sentence: number) => void;
  readonly onAgainst: (id: string | undefined) => void;
  readonly onExport: (request: PoolExport) => void;
  readonly askTokens: (text: string, signal: AbortSignal) => Promise<readonly TokenContribution[]>;
}

/** What one model says: the answers first, then the matrices, then why. */
export function Result(props: ResultProps) {
  const { comparison, scale, lowest, sentence, against } = props;
  const { onScale, onMark, onSentence, onAgainst, onExport, askTokens } = props;
  const size = comparison.texts.length;
  const marked = within(props.marked, size);
  const reader = useRef<(pair: Pair | undefined) => void>(() => {});
  const point = useCallback((pair: Pair | undefined) => reader.current(pair), []);
  const shared = { comparison, onExport };
  // What does not change with the marked pair is not looked at again when that moves.
  const short = useMemo(() => <InShort comparison={comparison} />, [comparison]);
  const agreement = useMemo(
    () => <Agreement {...shared} {...{ against, onAgainst }} />,
    [comparison, against, onAgainst, onExport],
  );
  const causes = useMemo(() => <Background {...shared} />, [comparison, onExport]);
  const rest = useMemo(() => <Layers {...shared} />, [comparison, onExport]);
  const tokens = useMemo(
    () => (
      <div class="columns">
        <SpectrumChart {...shared} />
        <Tokens
          texts={comparison.texts}
          chosen={Math.min(sentence, size - 1)}
          onChoose={onSentence}
          ask={askTokens}
          onExport={onExport}
        />
      </div>
    ),
    [comparison, sentence, onSentence, askTokens, onExport],
  );
  return (
    <>
      <Notices notices={noticesOf(comparison)} />
      {short}
      {agreement}
      <div class="side-by-side">
        <Matrices {...shared} {...{ scale, lowest, marked, onScale, onMark }} onPoint={point} />
        <Reader comparison={comparison} marked={marked} listen={reader} />
      </div>
      <p class="spoken" aria-live="polite">
        {marked && spoken(marked, comparison.texts)}
      </p>
      <Disagreements comparison={comparison} marked={marked} onMark={onMark} />
      <h2>{t('Why')}</h2>
      {causes}
      {tokens}
      <Scatters {...shared} marked={marked} />
      {rest}
    </>
  );
}

function Layers(shared: ChartProps) {
  return (
    <>
      <div class="columns">
        <LayerMaps {...shared} />
      </div>
      <Published comparison={shared.comparison} />
    </>
  );
}

interface ReaderProps {
  readonly comparison: Comparison;
  readonly marked: Pair | undefined;
  /** Is given what to call with the pair under the pointer: nothing else is drawn again when that moves. */
  readonly listen: { current: (pair: Pair | undefined) => void };
}

/** The pair under the pointer, else the marked one. */
function Reader({ comparison, marked, listen }: ReaderProps) {
  const [pointed, setPointed] = useState<Pair>();
  useEffect(() => {
    listen.current = setPointed;
  }, [listen]);
  return (
    <aside aria-label={t('The pair under the pointer')} class="reader">
      <PairView comparison={comparison} pair={within(pointed, comparison.texts.length) ?? marked} />
    </aside>
  );
}

function within(pair: Pair | undefined, size: number): Pair | undefined {
  return pair && pair[0] < size && pair[1] < size ? pair : undefined;
}

function spoken([i, j]: Pair, texts: readonly string[]): string {
  return t('Sentences {0} and {1}: {2} — {3}', i + 1, j + 1, texts[i] ?? '', texts[j] ?? '');
}
