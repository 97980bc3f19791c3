import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { LONGEST_BLOCK, quietest } from '../support/blocks.js';
import { dismiss, editorOn, take } from './choose.js';
import { activated, applied, complete, completeAt, set, until, wordOf } from './support.js';

const run = (command: string, ...args: unknown[]) => vscode.commands.executeCommand(command, ...args);
const undo = () => run('undo');

/** Asks for ghost text at the cursor and takes it; waits until the document has changed. */
async function takeGhost(document: vscode.TextDocument, trigger = 'cloze.suggestHere'): Promise<void> {
  const { version } = document;
  await run(trigger);
  for (let tries = 0; document.version === version && tries < 100; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    await run('editor.action.inlineSuggest.commit');
  }
  assert.notEqual(document.version, version, 'ghost text came and was taken');
  await until('the mask is taken away', () => !document.getText().includes(' → '));
}

/** Whether ghost text came within a moment. */
async function ghostChanges(document: vscode.TextDocument, trigger: string): Promise<boolean> {
  const { version } = document;
  await run(trigger);
  await new Promise((resolve) => setTimeout(resolve, 1500));
  await run('editor.action.inlineSuggest.commit');
  return document.version !== version;
}

async function hoverAt(document: vscode.TextDocument, offset: number): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    document.positionAt(offset),
  );
  return hovers.flatMap(({ contents }) => contents.map((it) => (typeof it === 'string' ? it : it.value))).join('\n');
}

before(async () => {
  await activated();
  await complete('A good [MASK]|.'); // the model is there
});

describe('completion items on masks', () => {
  it('are filled together with the masks beside them, and say what those take', async () => {
    const { document, items } = await complete('She [MASK]| the door and [MASK] outside.');
    const [best] = items as [vscode.CompletionItem];
    const { description } = best.label as vscode.CompletionItemLabel;
    assert.match(description ?? '', /^\p{L}+$/u);
    assert.equal(applied(document, best), `She ${wordOf(best)} the door and [MASK] outside.`);
  });

  it('show the sentence in which the word would stand', async () => {
    const document = await vscode.workspace.openTextDocument({
      content: 'Before. It was a *very* good [MASK]. Behind.',
    });
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      document.positionAt(document.getText().indexOf(']')),
      undefined,
      3,
    );
    const item = list.items.find(({ filterText }) => filterText === '[MASK]') as vscode.CompletionItem;
    const { value } = item.documentation as vscode.MarkdownString;
    assert.equal(value, `It was a &#42;very&#42; good <b>${wordOf(item)}</b>&#46;`);
  });

  it('are the given candidates, all of them', async () => {
    const content = 'I can [MASK:affect|effect|pop up] it.';
    const document = await vscode.workspace.openTextDocument({ content });
    const items = await completeAt(document, content.indexOf(' it'));
    assert.deepEqual(items.map(wordOf).sort(), ['affect', 'effect', 'pop up']);
    const best = items[0] as vscode.CompletionItem;
    assert.equal(applied(document, best), `I can ${wordOf(best)} it.`);
  });

  it('are not those of a document that has changed meanwhile', async () => {
    const editor = await editorOn('It was a very good [MASK]^.');
    const pid = (await activated()).exports.enginePid() as number;
    process.kill(pid, 'SIGSTOP');
    try {
      const items = completeAt(editor.document, editor.document.offsetAt(editor.selection.active));
      await new Promise((resolve) => setTimeout(resolve, 500));
      await editor.edit((builder) => builder.insert(new vscode.Position(0, 0), 'Well: '));
      process.kill(pid, 'SIGCONT');
      assert.deepEqual(await items, []);
    } finally {
      process.kill(pid, 'SIGCONT');
    }
  });

  it('never hold a blocked word', async () => {
    const marked = 'It was a very good [MASK]|.';
    const word = wordOf((await complete(marked)).items[0] as vscode.CompletionItem);
    const takeBack = await set('blockedWords', [word.toUpperCase()]);
    try {
      assert.equal((await complete(marked)).items.map(wordOf).includes(word), false);
    } finally {
      await takeBack();
    }
  });
});

describe('Cloze where it is switched off', () => {
  it('for a language, has no items there and has them elsewhere', async () => {
    const { document } = await editorOn('# A good [MASK]^ it was.', 'markdown');
    await run('cloze.toggleLanguage');
    try {
      assert.deepEqual(await completeAt(document, 10), []);
      assert.equal(await hoverAt(document, 10), '');
      assert.equal((await complete('A good [MASK]| it was.', 'plaintext')).items.length, 10);
    } finally {
      await run('cloze.toggleLanguage');
    }
    assert.equal((await completeAt(document, 10)).length, 10);
  });

  it('in the workspace, has none at all', async () => {
    await run('cloze.toggleWorkspace');
    try {
      assert.deepEqual((await complete('A good [MASK]| it was.')).items, []);
    } finally {
      await run('cloze.toggleWorkspace');
    }
    assert.equal((await complete('A good [MASK]| it was.')).items.length, 10);
  });
});

describe('ghost text', () => {
  for (const [what, marked, language, changed] of [
    ['a mask', 'It was a very good [MASK]^.', 'plaintext', /^It was a very good \p{L}+\.$/u],
    ['the start of a mask', 'It was a very good ^[MASK].', 'plaintext', /^It was a very good \p{L}+\.$/u],
    ['one mask of two', 'She [MASK]^ the door and [MASK].', 'plaintext', /^She \p{L}+ the door and \[MASK\]\.$/u],
    ['a mask among $ and } and \\', '$1 $x} \\ } a good [MASK]^ `', 'plaintext', /^\$1 \$x\} \\ \} a good \p{L}+ `$/u],
    [
      'carriage returns',
      'One.\r\n  A good [MASK]^ day.\r\nTwo.',
      'plaintext',
      /^One\.\r\n {2}A good \p{L}+ day\.\r\nTwo\.$/u,
    ],
    ['emoji', '👩‍👩‍👧 a good 😀 [MASK]^ day', 'plaintext', /^👩‍👩‍👧 a good 😀 \p{L}+ day$/u],
    ['an odd indentation', '  \tA good [MASK]^ day.', 'plaintext', /^ {2}\tA good \p{L}+ day\.$/u],
    ['right to left', 'שלום עולם [MASK]^ מרחב', 'plaintext', /^שלום עולם [^[\]]+ מרחב$/u],
    ['Chinese', '今天天气很[MASK]^。', 'plaintext', /^今天天气很[^[\]]+。$/u],
    [
      'a comment',
      'let a = 1;\n  // a very good [MASK]^ it is\n',
      'typescript',
      /^let a = 1;\n {2}\/\/ a very good \p{L}+ it is\n$/u,
    ],
    ['code', 'let a = [MASK]^;', 'typescript', /^let a = [^[\]]+;$/u],
  ] as const) {
    it(`takes the place of a mask, ${what}, in one step`, async () => {
      const { document } = await editorOn(marked, language);
      const text = document.getText();
      await takeGhost(document);
      assert.match(document.getText(), changed);
      await undo();
      assert.equal(document.getText(), text);
    });
  }

  it('puts missing words in at the cursor on request, in one step', async () => {
    const { document } = await editorOn('She went ^the house yesterday.');
    await takeGhost(document);
    assert.match(document.getText(), /^She went [\p{L} ]+ the house yesterday\.$/u);
    await undo();
    assert.equal(document.getText(), 'She went the house yesterday.');
  });

  it('completes a word', async () => {
    const { document } = await editorOn('It was a beautif^ day.');
    await takeGhost(document);
    assert.match(document.getText(), /^It was a beautif[\p{L} ]+ day\.$/u);
  });

  it('is there in code when Cloze is asked, and not when anybody is', async () => {
    const { document } = await editorOn('let a = ^;', 'typescript');
    assert.equal(await ghostChanges(document, 'editor.action.inlineSuggest.trigger'), false);
    const again = await editorOn('let a = ^;', 'typescript');
    await takeGhost(again.document);
    assert.match(again.document.getText(), /^let a = .+;$/);
  });

  it('does not come by itself unless it is asked to, and then in prose', async () => {
    const { document } = await editorOn('It was a very good [MASK]^');
    await run('type', { text: ' ' });
    await run('deleteLeft');
    assert.equal(await ghostChanges(document, 'noop'), false);
  });

  it('is not there at a selection or several cursors', async () => {
    const { document } = await editorOn('A good ‹[MASK]›.');
    assert.equal(await ghostChanges(document, 'cloze.suggestHere'), false);
    const several = await editorOn('A good [MASK]^.\nA bad [MASK]^.');
    assert.equal(await ghostChanges(several.document, 'cloze.suggestHere'), false);
  });
});

describe('ghost text that comes by itself', () => {
  let takeBacks: (() => Thenable<void>)[] = [];
  /** Types a letter, waits for up to so many tenths of a second, and takes what came. */
  const afterTyping = async (marked: string, letter: string, language = 'plaintext', tenths = 100) => {
    const { document } = await editorOn(marked, language);
    await run('type', { text: letter });
    const { version } = document;
    for (let tries = 0; document.version === version && tries < tenths; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      await run('editor.action.inlineSuggest.commit');
    }
    return document.getText();
  };

  before(async () => {
    takeBacks = [await set('inline.automatic', true), await set('inline.delay', 50), await set('timeBudget', 10_000)];
  });
  after(async () => {
    for (const takeBack of takeBacks) await takeBack();
  });

  it('completes a word, in prose and in comments', async () => {
    assert.match(await afterTyping('It was a beauti^ day.', 'f'), /^It was a beautif\p{L}+ day\.$/u);
    assert.match(
      await afterTyping('// it was a beauti^ day\n', 'f', 'typescript'),
      /^\/\/ it was a beautif\p{L}+ day\n$/u,
    );
  });

  it('does not in code', async () => {
    assert.equal(await afterTyping('let beauti^ = 1;', 'f', 'typescript', 20), 'let beautif = 1;');
  });

  it('puts a word in the place of a mask that is typed, and no list hides it', async () => {
    assert.match(await afterTyping('It was a very good [MASK^.', ']'), /^It was a very good \p{L}+\.$/u);
  });

  it('goes on behind what is chosen in an open list', async () => {
    const chosen = 'carpet';
    const list = vscode.languages.registerCompletionItemProvider(
      { language: 'plaintext' },
      { provideCompletionItems: () => [new vscode.CompletionItem(chosen, vscode.CompletionItemKind.Text)] },
    );
    try {
      const { document } = await editorOn('The cat slept on the carp^ yesterday.');
      await run('editor.action.triggerSuggest');
      await new Promise((resolve) => setTimeout(resolve, 1000));
      await takeGhost(document);
      assert.match(document.getText(), /^The cat slept on the carpet[\p{L} ]+ yesterday\.$/u);
    } finally {
      await run('hideSuggestWidget');
      list.dispose();
    }
  });

  it('does not come late', async () => {
    const noTime = await set('timeBudget', 20);
    const pid = (await activated()).exports.enginePid() as number;
    process.kill(pid, 'SIGSTOP');
    setTimeout(() => process.kill(pid, 'SIGCONT'), 1000);
    try {
      assert.equal(await afterTyping('It was a beauti^ day.', 'f', 'plaintext', 20), 'It was a beautif day.');
    } finally {
      process.kill(pid, 'SIGCONT');
      await noTime();
    }
  });
});

describe('hover on a mask', () => {
  it('has the candidates with bars, the entropy and what the masks take together', async () => {
    const content = 'She [MASK] the door and [MASK] outside. | & <b>';
    const document = await vscode.workspace.openTextDocument({ content });
    const text = await hoverAt(document, content.indexOf('MASK'));
    assert.equal(text.match(/^\| .+ \| [█▏▎▍▌▋▊▉]+ \| (< )?\d+\.\d % \|$/gmu)?.length, 6);
    assert.match(text, /Entropy \d+&#46;\d+ nats/);
    assert.match(text, /Together/);
    assert.equal(await hoverAt(document, 1), '');
  });

  it('is on the one under the pointer, where two touch', async () => {
    const content = 'She [MASK][MASK] the door.';
    const document = await vscode.workspace.openTextDocument({ content });
    const starts = async (offset: number) => {
      const at = document.positionAt(offset);
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        at,
      );
      return hovers.map(({ range }) => range?.start.character);
    };
    assert.deepEqual(await starts(9), [4]);
    assert.deepEqual(await starts(10), [10]);
    assert.deepEqual(await starts(16), [10]);
  });
});

describe('the commands', () => {
  it('Insert Mask: words and selections become masks, all in one step, and the cursors stand behind them', async () => {
    const editor = await editorOn('The qu^ick fox ‹jumps over› the dog.\r\nTh^e end ^.\r\n天^气很好');
    const { document } = editor;
    const text = document.getText();
    await run('cloze.insertMask');
    assert.match(
      document.getText(),
      /^The \[MASK\] fox \[MASK\] the dog\.\r\n\[MASK\] end \[MASK\]\.\r\n\[MASK\][很好]+$/u,
    );
    for (const { active } of editor.selections) {
      assert.equal(document.getText(new vscode.Range(active.translate(0, -6), active)), '[MASK]');
    }
    await run('cloze.insertMask');
    assert.equal(document.getText().match(/\[MASK\]/g)?.length, 5);
    await undo();
    assert.equal(document.getText(), text);
  });

  it('Insert Mask: takes the spelling that is configured', async () => {
    const takeBack = await set('maskSpelling', '____');
    try {
      const { document } = await editorOn('The qu^ick fox.');
      await run('cloze.insertMask');
      assert.equal(document.getText(), 'The ____ fox.');
    } finally {
      await takeBack();
    }
  });

  it('Fill Mask: goes to the next mask and opens the list, round the end of the document', async () => {
    const editor = await editorOn('A good [MASK] it was.\nBehind^.');
    await run('cloze.fillMask');
    assert.deepEqual(editor.selection.active, new vscode.Position(0, 13));
    const { document } = editor;
    for (let tries = 0; document.getText().includes('[MASK]') && tries < 100; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      await run('acceptSelectedSuggestion');
    }
    assert.match(document.getText(), /^A good \p{L}+ it was\.\nBehind\.$/u);
  });

  it('Fill Mask: fills the mask at each of several cursors, in one step', async () => {
    const { document } = await editorOn('A good [MASK]^ it was.\n\nShe opened the [M^ASK] again.\n\nNothing^.');
    const text = document.getText();
    await run('cloze.fillMask');
    assert.match(document.getText(), /^A good \p{L}+ it was\.\n\nShe opened the \p{L}+ again\.\n\nNothing\.$/u);
    await undo();
    assert.equal(document.getText(), text);
  });

  it('Fill All Masks: fills all in one step, those of a selection alone, and nothing on Escape', async () => {
    const { document } = await editorOn('She [MASK] the door^ and [MASK] outside.\r\n\r\nA [MASK] day.');
    const text = document.getText();
    await dismiss('cloze.fillAllMasks', 1500);
    assert.equal(document.getText(), text);
    await take('cloze.fillAllMasks');
    assert.match(document.getText(), /^She \p{L}+ the door and \p{L}+ outside\.\r\n\r\nA \p{L}+ day\.$/u);
    await undo();
    assert.equal(document.getText(), text);
    const selected = await editorOn('She ‹[MASK]› the door and [MASK] outside.');
    await take('cloze.fillAllMasks');
    assert.match(selected.document.getText(), /^She \p{L}+ the door and \[MASK\] outside\.$/u);
  });

  it('leave a document alone that cannot be edited', async () => {
    const content = 'A good [MASK] it was.';
    const provider = { provideTextDocumentContent: () => content };
    const registration = vscode.workspace.registerTextDocumentContentProvider('cloze-readonly', provider);
    try {
      const document = await vscode.workspace.openTextDocument(vscode.Uri.parse('cloze-readonly://x/read.txt'));
      const editor = await vscode.window.showTextDocument(document);
      editor.selection = new vscode.Selection(0, 3, 0, 3);
      await run('cloze.insertMask');
      await take('cloze.fillAllMasks');
      await run('cloze.suggestHere');
      await run('editor.action.inlineSuggest.commit');
      assert.equal(document.getText(), content);
      assert.match(await hoverAt(document, 9), /Entropy/);
    } finally {
      registration.dispose();
    }
  });
});

describe('words as they are typed', () => {
  let takeBack: () => Thenable<void>;
  const words = async (marked: string, language = 'plaintext') =>
    (await complete(marked, language)).items.filter(
      ({ label }) => typeof label === 'object' && label.description === 'Cloze',
    );

  it('are not completed unless the settings say so', async () => {
    assert.deepEqual(await words('It was a beaut| day.'), []);
  });

  describe('when they do', () => {
    before(async () => {
      takeBack = await set('wordCompletion', true);
    });
    after(() => takeBack());

    it('begin with what is typed and replace it', async () => {
      const { document, items } = await complete('It was a beaut| day.');
      assert.ok(items.length > 0);
      for (const item of items) {
        assert.match(wordOf(item), /^beaut\p{L}+$/u);
        assert.equal(document.getText(item.range as vscode.Range), 'beaut');
      }
    });

    it('come in comments and strings alone in a program', async () => {
      assert.ok((await words('# it was a beaut| day', 'python')).length > 0);
      assert.ok((await words('x = "it was a beaut|"', 'python')).length > 0);
      assert.deepEqual(await words('beaut| = 1', 'python'), []);
    });

    it('do not come without a letter, inside a word, or at a mask', async () => {
      assert.deepEqual(await words('It was a | day.'), []);
      assert.deepEqual(await words('It was a be|ful day.'), []);
      assert.deepEqual(await words('It was a [MASK]| day.'), []);
    });

    it('do not come late', async () => {
      const noTime = await set('timeBudget', 20);
      const pid = (await activated()).exports.enginePid() as number;
      process.kill(pid, 'SIGSTOP');
      try {
        const started = Date.now();
        assert.deepEqual(await words('It was a beaut| day.'), []);
        assert.ok(Date.now() - started < 2000);
      } finally {
        process.kill(pid, 'SIGCONT');
        await noTime();
      }
    });
  });
});

describe('places that are no ordinary file', () => {
  it('a cell of a notebook is a document of its language', async () => {
    const { Markup, Code } = vscode.NotebookCellKind;
    const notebook = await vscode.workspace.openNotebookDocument(
      'jupyter-notebook',
      new vscode.NotebookData([
        new vscode.NotebookCellData(Markup, 'A good [MASK] it was.', 'markdown'),
        new vscode.NotebookCellData(Code, '# a good [MASK] it was', 'python'),
      ]),
    );
    for (const { document } of notebook.getCells()) {
      assert.equal((await completeAt(document, document.getText().indexOf(']') + 1)).length, 10);
    }
  });

  it('the input of a source control takes words', async () => {
    const control = vscode.scm.createSourceControl('cloze-scm', 'Cloze test');
    try {
      control.inputBox.value = 'Mend the [MASK] again';
      const find = () => vscode.workspace.textDocuments.find((it) => it.uri.scheme === 'vscode-scm');
      await run('workbench.view.scm');
      await until('a document for the input', () => find()?.getText().includes('[MASK]') === true);
      const document = find() as vscode.TextDocument;
      assert.equal((await completeAt(document, document.getText().indexOf(']') + 1)).length, 10);
    } finally {
      control.dispose();
      await run('workbench.view.explorer');
    }
  });

  it('the right side of a diff takes words, in one step', async () => {
    const left = await vscode.workspace.openTextDocument({ content: 'A bad [MASK].' });
    const right = await vscode.workspace.openTextDocument({ content: 'A good [MASK].' });
    await run('vscode.diff', left.uri, right.uri, 'Cloze');
    await until('the editor', () => vscode.window.activeTextEditor?.document === right);
    const editor = vscode.window.activeTextEditor as vscode.TextEditor;
    editor.selection = new vscode.Selection(0, 13, 0, 13);
    await takeGhost(right);
    assert.match(right.getText(), /^A good \p{L}+\.$/u);
    await undo();
    assert.equal(right.getText(), 'A good [MASK].');
  });
});

describe('a document of 5 MB', () => {
  it('does not make the host wait', async () => {
    const line = 'Nobody was there that day, and it was very quiet in the house by the sea.\n';
    const text = `${line.repeat(70_000)}A beaut day, a good [MASK] it was, said [MASK].\n${line.repeat(100)}`;
    const editor = await editorOn(text, 'markdown');
    const { document } = editor;
    const mask = text.indexOf('[MASK]');
    const takeBacks = [await set('wordCompletion', true), await set('inline.automatic', true)];
    const longest: Record<string, number> = {};
    const measure = async (what: string, task: () => Thenable<unknown>) => {
      await task(); // compiled, and the document's lines counted
      longest[what] = Math.round(10 * (await quietest(task))) / 10;
    };
    try {
      await measure('nothing', () => new Promise((resolve) => setTimeout(resolve, 200)));
      await measure('list on a mask', () => completeAt(document, mask + 6));
      await measure('word completion', () => completeAt(document, text.indexOf('beaut') + 5));
      await measure('hover', () => hoverAt(document, mask + 2));
      editor.selection = new vscode.Selection(document.positionAt(mask + 6), document.positionAt(mask + 6));
      await measure('ghost text', async () => {
        await run('cloze.suggestHere');
        await new Promise((resolve) => setTimeout(resolve, 400));
      });
      editor.selection = new vscode.Selection(0, 0, 0, 0);
      await measure('next mask', () => run('cloze.fillMask'));
    } finally {
      for (const takeBack of takeBacks) await takeBack();
      await run('hideSuggestWidget');
    }
    console.log(`longest block of the host, 5 MB: ${JSON.stringify(longest)}`);
    for (const [what, block] of Object.entries(longest))
      assert.ok(block <= LONGEST_BLOCK, `${what} blocks for ${block} ms`);
  });
});
