import assert from 'node:assert/strict';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { DEFAULT_MODEL } from '../../src/catalog/bundled.js';
import { watchForBlocks } from '../support/blocks.js';
import { closed, editorOn } from './choose.js';
import { activated, complete, set, until } from './support.js';

const run = <T>(command: string) => vscode.commands.executeCommand<T>(`cloze.${command}`);

interface Found {
  readonly text: string;
  readonly cosine: number;
  readonly percentile: number;
  readonly passage: { readonly text: string; readonly uri: vscode.Uri };
}
const find = (command = 'findSimilar') => run<Found[]>(command);
const texts = (found: readonly Found[]) => found.map(({ text }) => text);
const matrixTab = () =>
  vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .find(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.includes('cloze.similarity'));

/** Runs a command that ends when its list is closed, and closes that. */
async function closing(command: string, milliseconds = 3000): Promise<void> {
  const running = run(command);
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  await closed(running);
}

async function tool(input: object): Promise<string> {
  const { content } = await vscode.lm.invokeTool('cloze_compare_sentences', { input, toolInvocationToken: undefined });
  return (content as { value: string }[]).map(({ value }) => value).join('');
}

describe('comparing selections', () => {
  before(async () => {
    await activated();
    await complete('A good [MASK]|.'); // the model is there
  });

  it('of two, blank, identical and very long ones, in a list that Escape closes', async () => {
    for (const marked of [
      '‹A cat sat.› ‹A dog ran.›',
      '‹Same text.›\n‹Same text.›',
      '‹  ›\n‹One. Two.›',
      `‹${'A long story. '.repeat(700)}›\n‹Short.›`,
    ]) {
      const { document } = await editorOn(marked);
      const text = document.getText();
      await closing('compareSelections', 1500);
      assert.equal(document.getText(), text);
      assert.equal(document.version, 1);
    }
  });

  it('says what to select where there is nothing to compare', async () => {
    for (const marked of ['No selection^.', '‹One sentence›', '‹ \n ›']) {
      await editorOn(marked);
      await run('compareSelections');
    }
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await run('compareSelections');
  });

  it('of three or more shows a matrix; so does one selection with several lines', async () => {
    assert.equal(matrixTab(), undefined);
    await editorOn('‹A cat sat.› ‹A dog ran.› ‹The market fell.›');
    await run('compareSelections');
    await until('a matrix', () => matrixTab() !== undefined);
    const { document } = await editorOn('‹First line.\r\n\r\n😀 Second line.\r\nThird line.› Rest.');
    await run('compareSelections');
    await vscode.commands.executeCommand('cloze.showCompared', 1);
    const editor = vscode.window.activeTextEditor as vscode.TextEditor;
    assert.equal(editor.document, document);
    assert.equal(document.getText(editor.selection), '😀 Second line.');
    await vscode.window.tabGroups.close(matrixTab() as vscode.Tab);
  });

  it('goes to a text where it stands now', async () => {
    const { document } = await editorOn('‹First line.\nSecond line.\nThird line.›');
    await run('compareSelections');
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), 'Before.\n\n');
    await vscode.workspace.applyEdit(edit);
    await vscode.commands.executeCommand('cloze.showCompared', 2);
    const editor = vscode.window.activeTextEditor as vscode.TextEditor;
    assert.equal(document.getText(editor.selection), 'Third line.');
    await vscode.window.tabGroups.close(matrixTab() as vscode.Tab);
  });

  it('with a pinned one from another file', async () => {
    await editorOn('‹A cat sat on the mat.›');
    await run('pinSelection');
    await editorOn('‹A dog lay on the rug.› ‹Shares fell.›');
    await run('compareWithPinned');
    await until('a matrix', () => matrixTab() !== undefined);
    await vscode.commands.executeCommand('cloze.showCompared', 0);
    assert.equal(vscode.window.activeTextEditor?.document.getText(), 'A cat sat on the mat.');
    await vscode.window.tabGroups.close(matrixTab() as vscode.Tab);
    await run('clearPin');
    await editorOn('‹A dog lay on the rug.› ‹Shares fell.›');
    await run('compareWithPinned').then(undefined, () => {});
    assert.equal(matrixTab(), undefined, 'nothing is pinned any more');
  });
});

describe('finding similar sentences', () => {
  before(activated);

  const lines = [
    'The cat slept on the warm mat.',
    'Share prices fell sharply on Monday.',
    'A dog slept on the warm rug.',
    'The committee approved the budget.',
  ];

  it('goes through the prose of a document, and leaves it as it is', async () => {
    const { document } = await editorOn(`# Title\n\n${lines.join(' ')}\n\nThe cat *sle^eps* on a mat.\n`, 'markdown');
    const { version } = document;
    const found = await find();
    assert.equal(document.version, version);
    assert.equal(found.length, 5, 'the title and four sentences, the cursor’s own left out');
    assert.ok(texts(found).slice(0, 2).includes('The cat slept on the warm mat.'), texts(found).join(' | '));
    const cosines = found.map(({ cosine }) => cosine);
    assert.deepEqual(
      cosines,
      cosines.toSorted((a, b) => b - a),
    );
    assert.deepEqual(await find('refreshSimilar'), found);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), 'The *cat* slept on a mat.\n\n');
    await vscode.workspace.applyEdit(edit);
    const [first] = await find('refreshSimilar');
    assert.equal(first?.text, 'The cat slept on a mat.');
    assert.equal(first?.passage.text, 'The *cat* slept on a mat.', 'as it stands in the document');
    await vscode.commands.executeCommand('cloze.showSimilar', first?.passage);
    const shown = vscode.window.activeTextEditor as vscode.TextEditor;
    assert.equal(document.getText(shown.selection), 'The *cat* slept on a mat.');
    await run('clearSimilar');
    assert.deepEqual(await find('refreshSimilar'), []);
  });

  it('points to what it found where the document was edited meanwhile', async () => {
    const { document } = await editorOn(`${lines.join('\n')}\nThe cat sle^eps on a mat.\n`);
    await run('clearSimilar');
    const finding = find();
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), 'A line above, in the meantime.\n');
    await vscode.workspace.applyEdit(edit);
    const found = await finding;
    assert.deepEqual(texts(found).toSorted(), lines.toSorted());
    for (const { passage, text } of found) {
      assert.equal(passage.text, text);
      await vscode.commands.executeCommand('cloze.showSimilar', passage);
      const shown = vscode.window.activeTextEditor as vscode.TextEditor;
      assert.equal(document.getText(shown.selection), text);
    }
  });

  it('says so where there is no sentence', async () => {
    await editorOn('^');
    assert.deepEqual(await find(), []);
  });

  it('goes through open editors', async () => {
    const takeBack = await set('similarity.scope', 'openEditors');
    try {
      await editorOn(lines.join('\n'));
      await vscode.commands.executeCommand('workbench.action.keepEditor');
      await editorOn('The cat sle^eps on a mat.');
      const found = await find();
      assert.ok(lines.every((line) => texts(found).includes(line)));
    } finally {
      await takeBack();
    }
  });

  it('does not block the host, and ends when a newer search takes its place', async () => {
    const many = Array.from({ length: 3000 }, (_, i) => `${lines[i % 4]?.slice(0, -1)} number ${i}.`).join('\n');
    await editorOn(`^${many}`);
    await new Promise((resolve) => setTimeout(resolve, 500));
    const blocks = watchForBlocks();
    const first = run('findSimilar');
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const second = run('findSimilar');
    await assert.doesNotReject(Promise.all([first, second]));
    assert.equal(((await second) as Found[]).length, 100);
    console.log(`3,000 sentences: longest block of the host ${blocks.stop().own.toFixed(0)} ms`);
    const started = performance.now();
    await run('findSimilar');
    const again = performance.now() - started;
    console.log(`3,000 known sentences: ${again.toFixed(0)} ms`);
    await run('clearSimilar');
  }).timeout(120_000);

  it('begins anew when the model is another in the middle', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'cloze-other-model-'));
    const { extensionPath } = await activated();
    await cp(path.join(extensionPath, 'models', DEFAULT_MODEL), folder, { recursive: true });
    await writeFile(path.join(folder, 'cloze.json'), '{"representation": "cls"}');
    await editorOn(
      `^${Array.from({ length: 1500 }, (_, i) => `${lines[i % 4]?.slice(0, -1)} for ${i} days.`).join('\n')}`,
    );
    const searching = find();
    await new Promise((resolve) => setTimeout(resolve, 400));
    const takeBack = await set('model', folder);
    try {
      const mixed = await searching;
      assert.equal(mixed.length, 100);
      assert.deepEqual(await find(), mixed, 'the whole answer is the other model’s');
    } finally {
      await takeBack();
      await run('clearSimilar');
      await rm(folder, { recursive: true });
    }
  }).timeout(120_000);

  it('survives a change of the representation', async () => {
    await editorOn(lines.map((line, i) => (i === 0 ? `^${line}` : line)).join('\n'));
    for (const representation of ['first-last', 'cls@1+centre', '']) {
      const takeBack = await set('similarity.representation', representation);
      assert.equal((await find()).length, 3);
      await takeBack();
    }
  });
});

describe('the tool cloze_compare_sentences', () => {
  before(activated);

  it('tells the cosines and percentiles of all pairs, most alike first', async () => {
    const sentences = ['The market fell.', 'A cat sat on the mat.', 'A cat lay on the mat.'];
    const { representation, background, pairs } = JSON.parse(await tool({ sentences }));
    assert.equal(typeof representation, 'string');
    assert.equal(background.sentences, 2000);
    assert.deepEqual(pairs[0].sentences, [1, 2]);
    assert.equal(pairs.length, 3);
    const strange = JSON.parse(await tool({ sentences: ['A cat sat.', '😀😁😂'] }));
    assert.deepEqual(strange.notKnownToTheModel, [1]);
    for (const { cosine, percentile } of pairs) {
      assert.ok(Math.abs(cosine) <= 1 && percentile >= 0 && percentile <= 100);
    }
  });

  it('refuses what is not in its schema', async () => {
    await assert.rejects(tool({ sentences: ['one'] }));
    await assert.rejects(tool({ sentences: ['one', ' '] }), /must not be empty/);
    await assert.rejects(tool({ sentences: ['one', 2] }));
    await assert.rejects(tool({}));
  });
});
