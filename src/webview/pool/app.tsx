import type { ComponentChildren } from 'preact';
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { type Comparison, DEFAULT_METHODS } from '../../core/comparison/comparison.js';
import { comparisonJson, csv, markdown, methodTable, pairTable } from '../../core/comparison/writers.js';
import { toClozeError } from '../../core/errors.js';
import type { PoolAnswer, PoolExport, PoolOpening, PoolProgress, PoolSource } from '../../protocol/pool.js';
import { t } from '../l10n.js';
import type { Host } from './host.js';
import { IdPrefix } from './ids.js';
import { lowestCosine } from './matrices.js';
import { type Memory, recall, remember } from './memory.js';
import { MethodChoice } from './methodChoice.js';
import { Notices } from './notices.js';
import { Result } from './result.js';
import { SentencesView } from './sentences.js';
import { type Work, WorkView } from './work.js';

/** What the editor tells while the panel is open. */
export interface Events {
  onShow(listener: (source: PoolSource) => void): void;
  onProgress(listener: (progress: PoolProgress) => void): void;
  onModelChanged(listener: () => void): void;
}

export interface AppProps {
  readonly host: Host;
  readonly events: Events;
  readonly opening: PoolOpening;
}

/** The panel: what is compared, the work, the results. */
export function App({ host, events, opening }: AppProps) {
  const [memory, setMemory] = useState<Memory | undefined>(() => begin(opening));
  const [answer, setAnswer] = useState<PoolAnswer>();
  const [work, setWork] = useState<Work>({ kind: 'none' });
  const [round, setRound] = useState(0);
  const [follows, setFollows] = useState(opening.follows);
  const running = useRef<AbortController | undefined>(undefined);
  const change = useCallback((part: Partial<Memory>) => {
    setMemory((before) => {
      const after = before && { ...before, ...part };
      if (after) remember(after);
      return after;
    });
  }, []);

  useEffect(() => {
    events.onShow((source) =>
      setMemory((before) => remembered({ ...(before ?? begin({ ...opening, source })), source } as Memory)),
    );
    events.onProgress((how) => setWork((before) => (before.kind === 'busy' ? { kind: 'busy', ...how } : before)));
    events.onModelChanged(() => setRound((before) => before + 1));
  }, [events]);

  const { source, methods, beside } = memory ?? {};
  useEffect(() => {
    if (!source || !methods) return undefined;
    const controller = new AbortController();
    running.current = controller;
    setWork({ kind: 'busy', done: 0, of: 1, model: 'first' });
    host.call('compare', { source, methods, ...(beside && { beside }) }, controller.signal).then(
      (found) => {
        if (controller.signal.aborted) return;
        setAnswer(found);
        setWork({ kind: 'none' });
      },
      (error: unknown) => {
        if (running.current !== controller) return;
        const { code, message } = toClozeError(error);
        setWork(code === 'cancelled' ? { kind: 'cancelled' } : { kind: 'failed', message });
      },
    );
    return () => {
      running.current = undefined;
      controller.abort();
    };
  }, [host, source, methods, beside, round]);

  const askTokens = useCallback(
    (text: string, signal: AbortSignal) => host.call('contributions', { text }, signal),
    [host, answer],
  );
  const askSecond = useCallback(
    (text: string, signal: AbortSignal) => host.call('contributions', { text, ...(beside && { beside }) }, signal),
    [host, answer, beside],
  );
  const send = useCallback((request: PoolExport) => void host.call('export', request).catch(() => {}), [host]);
  const lowest = useMemo(() => Math.min(...modelsOf(answer).map(lowestCosine)), [answer]);
  const shared = useMemo(
    () =>
      memory && {
        scale: memory.scale,
        lowest,
        marked: memory.marked,
        sentence: memory.sentence,
        against: memory.against,
        onScale: (scale: Memory['scale']) => change({ scale }),
        onMark: (marked: Memory['marked']) => change({ marked }),
        onSentence: (sentence: number) => change({ sentence }),
        onAgainst: (against: Memory['against']) => change({ against }),
        onExport: send,
        askTokens,
      },
    [memory, lowest, change, send, askTokens],
  );
  if (!memory || !shared) return <p>{t('There is nothing to compare.')}</p>;
  const exports = answer && exportsOf(answer, send);
  const chooseModel = async () => {
    const folder = await host.call('chooseModel', null);
    if (folder !== undefined) change({ beside: folder });
  };
  return (
    <>
      <header>
        <h1>{t('Pooling methods, side by side')}</h1>
        <p class="where">{answer ? about(answer, memory) : memory.source.title}</p>
        <Notices notices={memory.source.notes ?? []} />
        <div class="tools">
          <label>
            <input
              type="checkbox"
              checked={follows}
              onChange={({ currentTarget }) => {
                setFollows(currentTarget.checked);
                void host.call('follow', currentTarget.checked);
              }}
            />
            {t('Follow selection')}
          </label>
          {memory.beside === undefined ? (
            <button type="button" onClick={() => void chooseModel()}>
              {t('Compare with a second model…')}
            </button>
          ) : (
            <button type="button" onClick={() => change({ beside: undefined })}>
              {t('Without the second model')}
            </button>
          )}
          <button type="button" disabled={!answer} onClick={() => exports?.methods('clipboard')}>
            {t('Copy the table as Markdown')}
          </button>
          <button type="button" disabled={!answer} onClick={() => exports?.methods('document')}>
            {t('Table as a document')}
          </button>
          <button type="button" disabled={!answer} onClick={() => exports?.pairs()}>
            {t('All pairs as CSV')}
          </button>
          <button type="button" disabled={!answer} onClick={() => exports?.everything()}>
            {t('Everything as JSON')}
          </button>
        </div>
        <SentencesView
          source={memory.source}
          onChange={(next) => change({ source: next, marked: undefined, sentence: 0 })}
        />
        <MethodChoice chosen={memory.methods} onChange={(chosen) => change({ methods: chosen })} />
      </header>
      <WorkView work={work} onCancel={() => running.current?.abort()} onAgain={() => setRound(round + 1)} />
      {answer && (
        <main class={answer.beside ? 'two' : ''} aria-busy={work.kind === 'busy'}>
          <Model name={answer.comparison.model.name} isOne={!answer.beside}>
            <Result comparison={answer.comparison} {...shared} />
          </Model>
          {answer.beside && (
            <Model name={answer.beside.model.name} isOne={false}>
              <IdPrefix.Provider value="second-">
                <Result comparison={answer.beside} {...shared} askTokens={askSecond} />
              </IdPrefix.Provider>
            </Model>
          )}
        </main>
      )}
    </>
  );
}

/** The comparison by the first model, and by the second if there is one. */
function modelsOf(answer: PoolAnswer | undefined): Comparison[] {
  if (!answer) return [];
  return answer.beside ? [answer.comparison, answer.beside] : [answer.comparison];
}

/** What the buttons at the top send: of both models, where there are two. */
function exportsOf(answer: PoolAnswer, send: (request: PoolExport) => void) {
  const { beside } = answer;
  const all = modelsOf(answer);
  const under = (text: (it: Comparison) => string) =>
    all.map((it) => (beside ? `## ${it.model.name}\n\n${text(it)}` : text(it))).join('\n');
  return {
    methods: (to: PoolExport['to']) => send({ text: under((it) => markdown(methodTable(it))), as: 'markdown', to }),
    pairs: () => send({ text: all.map((it) => csv(pairTable(it))).join('\r\n'), as: 'csv', to: 'document' }),
    everything: () => {
      const values = all.map(comparisonJson);
      send({ text: `${JSON.stringify(beside ? values : values[0])}\n`, as: 'json', to: 'document' });
    },
  };
}

/** The results of one model; with a second one beside it, under its name. */
function Model({ name, isOne, children }: { name: string; isOne: boolean; children: ComponentChildren }) {
  return (
    <section class="model" aria-label={name}>
      {!isOne && <p class="model-name">{name}</p>}
      {children}
    </section>
  );
}

function begin({ source }: PoolOpening): Memory | undefined {
  const before = recall();
  if (!source) return before;
  return remembered({
    source,
    methods: before?.methods ?? [...DEFAULT_METHODS],
    scale: before?.scale ?? 'percentile',
    sentence: 0,
  });
}

function remembered(memory: Memory): Memory {
  remember(memory);
  return memory;
}

function about(
  { comparison: { model, texts, sampledFrom, split, background } }: PoolAnswer,
  { source }: Memory,
): string {
  return [
    source.title,
    sampledFrom === undefined
      ? t('{0} sentences', texts.length)
      : t('a sample of {0} of {1} sentences', texts.length, sampledFrom),
    `${model.name} (${model.type}, ${model.layers} × ${model.hiddenSize})`,
    t('background: {0} sentences', background.sentences),
    ...(split > 0 ? [t('{0} longer than the window, pooled in parts', split)] : []),
  ].join(' · ');
}
