import { useEffect, useState } from 'preact/hooks';
import type { TokenContribution } from '../../core/comparison/contributions.js';
import type { PoolExport } from '../../protocol/pool.js';
import { t } from '../l10n.js';
import { Figure } from './figure.js';
import { percent } from './numbers.js';
import { reading } from './readings.js';

export interface TokensProps {
  readonly texts: readonly string[];
  readonly chosen: number;
  readonly onChoose: (sentence: number) => void;
  /** Asks the model. */
  readonly ask: (text: string, signal: AbortSignal) => Promise<readonly TokenContribution[]>;
  readonly onExport: (request: PoolExport) => void;
}

const BAR = 140;

/** What each token of one sentence has of its mean and of its maximum. */
export function Tokens({ texts, chosen, onChoose, ask, onExport }: TokensProps) {
  const text = texts[chosen] ?? '';
  const [found, setFound] = useState<{ readonly text: string; readonly tokens: readonly TokenContribution[] }>();
  const [problem, setProblem] = useState('');
  useEffect(() => {
    const controller = new AbortController();
    ask(text, controller.signal).then(
      (tokens) => {
        setProblem('');
        setFound({ text, tokens });
      },
      (error: Error) => !controller.signal.aborted && setProblem(error.message),
    );
    return () => controller.abort();
  }, [text, ask]);
  const tokens = found?.text === text ? found.tokens : [];
  const most = Math.max(0.01, ...tokens.flatMap(({ meanShare, maxShare }) => [Math.abs(meanShare), maxShare]));
  const width = (share: number) => (Math.abs(share) / most) * BAR;
  return (
    <Figure
      id="tokens"
      title={t('What each token contributes')}
      reading={reading.tokens()}
      table={() => ({
        columns: [
          t('token'),
          t('weight in the mean'),
          t('weight by position'),
          t('share of the mean'),
          t('share of the maximum'),
        ],
        rows: tokens.map((it) => [it.text, it.meanWeight, it.weightedWeight, it.meanShare, it.maxShare]),
      })}
      onExport={onExport}
    >
      <label class="choose">
        {t('Sentence')}{' '}
        <select value={chosen} onChange={(event) => onChoose(Number(event.currentTarget.value))}>
          {texts.map((it, i) => (
            <option key={i} value={i}>
              {`${i + 1}  ${it.slice(0, 100)}`}
            </option>
          ))}
        </select>
      </label>
      {problem && <p role="alert">{problem}</p>}
      <svg
        width={120 + 2 * (BAR + 90)}
        height={28 + tokens.length * 20}
        role="img"
        aria-label={t('Shares of {0} tokens', tokens.length)}
      >
        <text x="120" y="14">
          {t('of the mean')}
        </text>
        <text x={210 + BAR} y="14">
          {t('of the maximum')}
        </text>
        {tokens.map((token, i) => (
          <g key={i} transform={`translate(0 ${22 + i * 20})`}>
            <text class={token.isSpecial ? 'faint' : ''} x="112" y="14" text-anchor="end">
              {token.text}
            </text>
            {([token.meanShare, token.maxShare] as const).map((share, c) => (
              <g key={c} transform={`translate(${120 + c * (BAR + 90)} 0)`}>
                <rect class={share < 0 ? 'bar negative' : 'bar'} x="0" y="3" width={width(share)} height="13" />
                <text class="small" x={width(share) + 6} y="14">
                  {percent(share, 1)}
                </text>
              </g>
            ))}
          </g>
        ))}
      </svg>
    </Figure>
  );
}
