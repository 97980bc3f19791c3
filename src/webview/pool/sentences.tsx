import { useEffect, useState } from 'preact/hooks';
import type { PoolSource } from '../../protocol/pool.js';
import { t } from '../l10n.js';

export interface SentencesProps {
  readonly source: PoolSource;
  readonly onChange: (source: PoolSource) => void;
}

/** The sentences, one a line, to be read and edited. Given pairs are kept as long as their texts are. */
export function SentencesView({ source, onChange }: SentencesProps) {
  const given = source.texts.join('\n');
  const [text, setText] = useState(given);
  useEffect(() => setText(given), [given]);
  const texts = linesOf(text);
  const compare = () => onChange({ ...withPairs(source, texts), texts });
  return (
    <details class="sentences">
      <summary>{t('Sentences: {0}. Read and edit', source.texts.length)}</summary>
      <label>
        {t('One sentence a line')}
        <textarea
          rows={Math.min(12, Math.max(4, source.texts.length))}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) compare();
          }}
        />
      </label>
      <button type="button" disabled={texts.length < 2 || text === given} onClick={compare}>
        {t('Compare these')}
      </button>
    </details>
  );
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** Pairs by the texts that are still there. */
function withPairs({ title, texts: before, pairs }: PoolSource, texts: readonly string[]): Omit<PoolSource, 'texts'> {
  if (!pairs) return { title };
  const kept = pairs.flatMap(({ gold, ...pair }) => {
    const [i, j] = [pair.i, pair.j].map((number) => texts.indexOf(before[number] ?? ''));
    return i === undefined || j === undefined || i < 0 || j < 0 ? [] : [{ i, j, ...(gold !== undefined && { gold }) }];
  });
  return { title, pairs: kept };
}
