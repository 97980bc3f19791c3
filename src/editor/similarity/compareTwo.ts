import * as vscode from 'vscode';
import { similarities } from '../../client/similarity.js';
import { isStrange } from '../../core/vectors/states.js';
import { mostAlike, mostDifferent } from '../../core/vectors/wordMatches.js';
import type { EditorEngine } from '../engine.js';
import { readSettings } from '../settings.js';
import { type Passage, placeOf, revealPassage } from './passages.js';
import { inOneLine, pairsOfWords, rank, threeDecimals, unknownWords } from './words.js';

/** How many pairs of words are told. */
const WORDS = 3;

interface Item extends vscode.QuickPickItem {
  readonly run?: () => Thenable<unknown>;
}

/** How alike two passages are, in a list that is closed by Escape. @throws ClozeError of the engine */
export async function compareTwo(engine: EditorEngine, [a, b]: readonly [Passage, Passage]): Promise<void> {
  const picker = vscode.window.createQuickPick<Item>();
  const cancel = new vscode.CancellationTokenSource();
  const closed = new Promise<void>((resolve) => {
    picker.onDidHide(() => {
      cancel.cancel();
      resolve();
    });
  });
  picker.title = vscode.l10n.t('How alike two texts are');
  picker.placeholder = vscode.l10n.t('Cloze compares …');
  picker.busy = true;
  picker.matchOnDetail = true;
  picker.onDidAccept(() => {
    const run = picker.selectedItems[0]?.run;
    if (!run) return;
    picker.hide();
    void run();
  });
  picker.show();
  try {
    await fill(picker, engine, [a, b], cancel.token);
    await closed;
  } finally {
    picker.dispose();
    cancel.dispose();
  }
}

async function fill(
  picker: vscode.QuickPick<Item>,
  engine: EditorEngine,
  passages: readonly [Passage, Passage],
  token: vscode.CancellationToken,
): Promise<void> {
  const texts = [passages[0].text, passages[1].text] as const;
  const { representation } = readSettings();
  const how = { representation, background: engine.backgroundFile(texts), lane: 'interactive' } as const;
  const found = await similarities((method, params) => engine.request(method, params, token), texts, how);
  const [percentile, pairs, cosine] = [found.percentiles[0]?.[1], found.pairs[0]?.[1], found.cosines[0]?.[1]];
  const value: Item = {
    label: vscode.l10n.t('Cosine {0}', threeDecimals(cosine ?? Number.NaN)),
    description: rank(percentile ?? Number.NaN, pairs ?? 0),
    detail: vscode.l10n.t(
      '{0}; random pairs of {1} ordinary sentences have {2} on average',
      found.representation,
      found.sentences,
      threeDecimals(found.meanCosine),
    ),
  };
  const goTo = passages.map((passage, i): Item => {
    const parts = found.texts[i]?.parts ?? 1;
    const split = parts > 1 ? [vscode.l10n.t('longer than the model reads at once: {0} parts', parts)] : [];
    const facts = found.texts[i];
    const strange = facts && isStrange(facts) ? [unknownWords(facts)] : [];
    const detail = [...strange, ...split].join('; ');
    return {
      label: `$(go-to-file) ${inOneLine(passage.text)}`,
      description: placeOf(passage),
      ...(detail && { detail }),
      run: () => revealPassage(passage),
    };
  });
  const panel: Item = {
    label: `$(graph) ${vscode.l10n.t('Open in the pooling panel')}`,
    run: () =>
      vscode.commands.executeCommand('cloze.comparePooling', { texts, title: vscode.l10n.t('two selections') }),
  };
  picker.placeholder = '';
  picker.items = [value, ...goTo, panel];
  const matches = await engine.request('compareWords', { texts, representation, lane: 'interactive' }, token);
  const line = (label: string, detail: string): Item[] => (detail === '' ? [] : [{ label, detail }]);
  picker.items = [
    value,
    ...line(vscode.l10n.t('Words most alike'), pairsOfWords(mostAlike(matches, WORDS), '~')),
    ...line(
      vscode.l10n.t('Words most different, and what is nearest to them'),
      pairsOfWords(mostDifferent(matches, WORDS), '→'),
    ),
    ...goTo,
    panel,
  ];
  picker.busy = false;
}
