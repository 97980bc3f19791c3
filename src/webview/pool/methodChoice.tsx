import { useState } from 'preact/hooks';
import { parseRepresentation } from '../../core/vectors/representation.js';
import { t } from '../l10n.js';
import { nameOf } from './names.js';

const OFFERED = [
  'cls',
  'pooler',
  'mean',
  'max',
  'mean-max',
  'weighted-mean',
  'last-2',
  'first-last',
  'prompt',
  'mean/bare',
  'cls+whiten64',
  'mean+centre',
  'mean+rotate64',
  'mean+whiten64',
  'first-last+centre',
  'first-last+whiten64',
];

export interface MethodChoiceProps {
  readonly chosen: readonly string[];
  readonly onChange: (methods: readonly string[]) => void;
}

/** Which methods are shown: those of a list, and any that somebody writes. */
export function MethodChoice({ chosen, onChange }: MethodChoiceProps) {
  const [written, setWritten] = useState('');
  const [problem, setProblem] = useState('');
  const listed = [...OFFERED, ...chosen.filter((id) => !OFFERED.includes(id))];
  const toggle = (id: string) =>
    onChange(
      chosen.includes(id) ? chosen.filter((it) => it !== id) : listed.filter((it) => it === id || chosen.includes(it)),
    );
  const add = () => {
    try {
      parseRepresentation(written);
      setProblem('');
      setWritten('');
      if (!chosen.includes(written.trim())) onChange([...chosen, written.trim()]);
    } catch (error) {
      setProblem((error as Error).message);
    }
  };
  return (
    <details class="choice-of-methods">
      <summary>{t('Methods: {0}. Choose', chosen.length)}</summary>
      <fieldset>
        <legend>{t('Shown side by side')}</legend>
        {listed.map((id) => (
          <label key={id}>
            <input
              type="checkbox"
              checked={chosen.includes(id)}
              disabled={chosen.length === 1 && chosen[0] === id}
              onChange={() => toggle(id)}
            />
            {nameOf(id)}
          </label>
        ))}
      </fieldset>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <label>
          {t('Another one, as in mean@2/bare+whiten64')}{' '}
          <input type="text" value={written} onInput={(event) => setWritten(event.currentTarget.value)} />
        </label>
        <button type="submit" disabled={written.trim() === ''}>
          {t('Add')}
        </button>
        {problem && <span role="alert">{problem}</span>}
      </form>
    </details>
  );
}
