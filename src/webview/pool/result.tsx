import { useState } from 'preact/hooks';
import type { Comparison } from '../../core/comparison/comparison.js';
import type { TokenContribution } from '../../core/comparison/contributions.js';
import type { PoolExport } from '../../protocol/pool.js';
import { t } from '../l10n.js';
import { Disagreements } from './disagreements.js';
import { InShort } from './inShort.js';
import { LayerMaps } from './layerMap.js';
import { Matrices, type Scale } from './matrices.js';
import type { Pair } from './matrix.js';
import { Agreement, Background } from './methods.js';
import { PairView } from './pair.js';
import { Published } from './published.js';
import { Scatters } from './scatters.js';
import { SpectrumChart } from './spectrum.js';
import { Tokens } from './tokens.js';

export interface ResultProps {
  readonly comparison: Comparison;
  readonly scale: Scale;
  readonly marked: Pair | undefined;
  readonly sentence: number;
  readonly onScale: (scale: Scale) => void;
  readonly onMark: (pair: Pair) => void;
  readonly onSentence: (sentence: number) => void;
  readonly onExport: (request: PoolExport) => void;
  readonly askTokens: (text: string, signal: AbortSignal) => Promise<readonly TokenContribution[]>;
}

/** What one model says: the answers first, then the matrices, then why. */
export function Result(props: ResultProps) {
  const { comparison, scale, sentence, onScale, onMark, onSentence, onExport, askTokens } = props;
  const marked = within(props.marked, comparison.texts.length);
  const [pointed, setPointed] = useState<Pair>();
  const shared = { comparison, onExport };
  return (
    <>
      <InShort comparison={comparison} />
      <Agreement {...shared} />
      <div class="side-by-side">
        <Matrices {...shared} {...{ scale, marked, onScale, onMark }} onPoint={setPointed} />
        <aside aria-label={t('The pair under the pointer')} class="reader">
          <PairView comparison={comparison} pair={within(pointed, comparison.texts.length) ?? marked} />
        </aside>
      </div>
      <p class="spoken" aria-live="polite">
        {marked &&
          t(
            'Sentences {0} and {1}: {2} — {3}',
            marked[0] + 1,
            marked[1] + 1,
            comparison.texts[marked[0]] ?? '',
            comparison.texts[marked[1]] ?? '',
          )}
      </p>
      <Disagreements comparison={comparison} marked={marked} onMark={onMark} />
      <h2>{t('Why')}</h2>
      <Background {...shared} />
      <div class="columns">
        <SpectrumChart {...shared} />
        <Tokens
          texts={comparison.texts}
          chosen={Math.min(sentence, comparison.texts.length - 1)}
          onChoose={onSentence}
          ask={askTokens}
          onExport={onExport}
        />
      </div>
      <Scatters {...shared} marked={marked} />
      <div class="columns">
        <LayerMaps {...shared} />
      </div>
      <Published comparison={comparison} />
    </>
  );
}

function within(pair: Pair | undefined, size: number): Pair | undefined {
  return pair && pair[0] < size && pair[1] < size ? pair : undefined;
}
