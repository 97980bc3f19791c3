import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activated, applied, complete, completeAt, set, wordOf } from './support.js';

describe('completion items on a mask', () => {
  before(activated);

  it('are whole words with their probability, best first', async () => {
    const { document, items } = await complete('It was a very good [MASK]|.');
    assert.equal(items.length, 10);
    const percentages = items.map(({ label }) => Number.parseFloat((label as vscode.CompletionItemLabel).detail ?? ''));
    assert.deepEqual(
      percentages,
      percentages.toSorted((a, b) => b - a),
    );
    assert.deepEqual(
      items.map(({ sortText }) => sortText),
      items.map((_, i) => String(i).padStart(4, '0')),
    );
    const [best] = items as [vscode.CompletionItem];
    assert.equal(best.filterText, '[MASK]');
    assert.equal(applied(document, best), `It was a very good ${wordOf(best)}.`);
    assert.match(wordOf(best), /^\p{L}+$/u);
  });

  it('are the same at its start, inside and at its end, and there are none elsewhere', async () => {
    const at = async (marked: string) => (await complete(marked)).items.map(wordOf);
    const atEnd = await at('A good [MASK]| it was.');
    assert.equal(atEnd.length, 10);
    assert.deepEqual(await at('A good |[MASK] it was.'), atEnd);
    assert.deepEqual(await at('A good [MA|SK] it was.'), atEnd);
    assert.deepEqual(await at('A good| [MASK] it was.'), []);
    assert.deepEqual(await at('A good thing] it was|.'), []);
    assert.deepEqual(await at('|'), []);
  });

  it('replace the mask that the cursor is at, not another', async () => {
    const { document, items } = await complete('The [MASK] was [MASK]| by the <mask>.');
    const [best] = items as [vscode.CompletionItem];
    assert.equal(applied(document, best), `The [MASK] was ${wordOf(best)} by the <mask>.`);
  });

  it('come for <mask>, and for a spelling that is configured, while it is', async () => {
    assert.equal((await complete('A good <mask>| it was.')).items.length, 10);
    assert.equal((await complete('A good ____| it was.')).items.length, 0);
    const takeBack = await set('maskSpelling', '____');
    try {
      const { document, items } = await complete('A good ____| it was.');
      const [best] = items as [vscode.CompletionItem];
      assert.equal(applied(document, best), `A good ${wordOf(best)} it was.`);
    } finally {
      await takeBack();
    }
    assert.equal((await complete('A good ____| it was.')).items.length, 0);
  });

  it('are as many as the settings say', async () => {
    const takeBack = await set('completions.count', 3);
    try {
      assert.equal((await complete('A good [MASK]|.')).items.length, 3);
    } finally {
      await takeBack();
    }
  });

  it('stand right behind emoji, accents and carriage returns', async () => {
    const before = '👩‍👩‍👧 naïve\r\ncafe\u0301 🇫🇷\r\n';
    const { document, items } = await complete(`${before}a good 😀 [MASK]| day`);
    const [best] = items as [vscode.CompletionItem];
    assert.equal(document.getText(best.range as vscode.Range), '[MASK]');
  });

  it('come in a large document, near its end', async () => {
    const { document, items } = await complete(
      `${'Nobody was there that day.\n'.repeat(20_000)}A good [MASK]| it was.`,
    );
    assert.equal(items.length, 10);
    assert.equal(document.getText(items[0]?.range as vscode.Range), '[MASK]');
  });

  for (const language of ['markdown', 'python', 'html', 'latex', 'json']) {
    it(`come in a document of the language ${language}`, async () => {
      assert.equal((await complete('# a good [MASK]| it was', language)).items.length, 10);
    });
  }

  it('come in a document that is on no disk', async () => {
    const content = 'A good [MASK] it was.';
    const registration = vscode.workspace.registerTextDocumentContentProvider('cloze-test', {
      provideTextDocumentContent: () => content,
    });
    try {
      const document = await vscode.workspace.openTextDocument(vscode.Uri.parse('cloze-test://nowhere/virtual.txt'));
      assert.equal((await completeAt(document, content.indexOf(' it'))).length, 10);
    } finally {
      registration.dispose();
    }
  });

  it('come in a file of the workspace', async () => {
    const [file] = await vscode.workspace.findFiles('sample.md');
    const document = await vscode.workspace.openTextDocument(file as vscode.Uri);
    const end = document.getText().indexOf('[MASK]') + '[MASK]'.length;
    assert.equal((await completeAt(document, end)).length, 10);
  });
});

describe('a chosen completion item', () => {
  it('replaces the mask in one step that one undo takes back', async () => {
    const text = 'It was a very good [MASK].';
    const document = await vscode.workspace.openTextDocument({ content: text, language: 'plaintext' });
    const editor = await vscode.window.showTextDocument(document);
    const end = document.positionAt(text.indexOf('.'));
    editor.selection = new vscode.Selection(end, end);
    await vscode.commands.executeCommand('editor.action.triggerSuggest');
    for (let tries = 0; document.getText() === text && tries < 200; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      await vscode.commands.executeCommand('acceptSelectedSuggestion');
    }
    assert.match(document.getText(), /^It was a very good \p{L}+\.$/u);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), text);
  });
});
