import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { watchForBlocks } from '../support/blocks.js';
import { dismiss, editorOn, take } from './choose.js';
import { activated, complete, set } from './support.js';

const undo = () => vscode.commands.executeCommand('undo');

describe('Cloze: Suggest Replacements', () => {
  before(async () => {
    await activated();
    await complete('A good [MASK]|.'); // the model is there
  });

  for (const [what, marked, changed] of [
    ['at a cursor', 'She was very ha^ppy with the result.', /^She was very (?!happy)\p{L}+ with the result\.$/u],
    ['that is selected', 'She was very ‹happy› with the result.', /^She was very (?!happy)\p{L}+ with the result\.$/u],
    [
      'behind carriage returns and emoji',
      '👩‍👩‍👧 naïve\r\n\r\n😀 A ha^ppy day\r\n',
      /^👩‍👩‍👧 naïve\r\n\r\n😀 An? (?!happy)\p{L}+ day\r\n$/u,
    ],
    ['beside a script from right to left', 'שלום עולם happy day^ مرحبا', /^שלום עולם happy (?!day)\p{L}+ مرحبا$/u],
  ] as const) {
    it(`replaces a word ${what}, in one step`, async () => {
      const { document } = await editorOn(marked);
      const text = document.getText();
      await take('cloze.replace');
      assert.match(document.getText(), changed);
      await undo();
      assert.equal(document.getText(), text);
    });
  }

  it('keeps the marks of Markdown, and reads the text without them', async () => {
    const { document } = await editorOn('# Title\n\nShe was **ve^ry** [happy](http://x.y) with it.\n', 'markdown');
    await take('cloze.replace');
    assert.match(
      document.getText(),
      /^# Title\n\nShe was \*\*(?!very)\p{L}+\*\* \[happy\]\(http:\/\/x\.y\) with it\.\n$/u,
    );
  });

  it('leaves the document, whether it is saved, and what can be undone, as they are on Escape', async () => {
    const [file] = await vscode.workspace.findFiles('sample.md');
    const document = await vscode.workspace.openTextDocument(file as vscode.Uri);
    const editor = await vscode.window.showTextDocument(document);
    const { version } = document;
    const text = document.getText();
    editor.selection = new vscode.Selection(
      document.positionAt(text.indexOf('opened')),
      document.positionAt(text.indexOf('opened')),
    );
    await dismiss('cloze.replace', 1500);
    assert.deepEqual([document.getText(), document.version, document.isDirty], [text, version, false]);
  });

  it('replaces the word at each cursor in its own context, all in one step', async () => {
    const { document } = await editorOn('The ol^d man slept.\nShe walk^ed home.\nNothing here.');
    const text = document.getText();
    await take('cloze.replace');
    assert.match(document.getText(), /^The (?!old)\p{L}+ man slept\.\nShe (?!walked)\p{L}+ home\.\nNothing here\.$/u);
    await undo();
    assert.equal(document.getText(), text);
  });

  it('does nothing where there is no word', async () => {
    const { document } = await editorOn('She was ... ^ ...');
    await vscode.commands.executeCommand('cloze.replace');
    assert.equal(document.getText(), 'She was ...  ...');
  });

  it('does not offer a blocked word', async () => {
    const replaced = async () => {
      const { document } = await editorOn('She was very ha^ppy with the result.');
      await take('cloze.replace');
      return /very (\p{L}+) with/u.exec(document.getText())?.[1] as string;
    };
    const first = await replaced();
    const takeBack = await set('blockedWords', [first]);
    try {
      assert.notEqual(await replaced(), first);
    } finally {
      await takeBack();
    }
  });

  it('leaves a document alone that cannot be edited', async () => {
    const content = 'She was very happy with the result.';
    const registration = vscode.workspace.registerTextDocumentContentProvider('cloze-read-only', {
      provideTextDocumentContent: () => content,
    });
    try {
      const document = await vscode.workspace.openTextDocument(
        vscode.Uri.parse('cloze-read-only://nowhere/virtual.txt'),
      );
      const editor = await vscode.window.showTextDocument(document);
      editor.selection = new vscode.Selection(0, 15, 0, 15);
      await take('cloze.replace');
      assert.equal(document.getText(), content);
    } finally {
      registration.dispose();
    }
  });

  it('works at the end of 5 MB without blocking the host', async () => {
    const editor = await editorOn(`${'Nobody was there that day.\n'.repeat(190_000)}She was very ha^ppy with it.`);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const blocks = watchForBlocks();
    await take('cloze.replace');
    console.log(`replacing in 5 MB: longest block of the host ${blocks.stop().own.toFixed(0)} ms`);
    const last = editor.document.lineAt(editor.document.lineCount - 1).text;
    assert.match(last, /^She was very (?!happy)\p{L}+ with it\.$/u);
  });

  it('works in a line of 1 MB', async () => {
    const { document } = await editorOn(`${'Nobody was there that day. '.repeat(40_000)}She was very ha^ppy with it.`);
    await take('cloze.replace');
    assert.match(document.getText().slice(-60), /She was very (?!happy)\p{L}+ with it\.$/u);
  });

  it('is a code action, only when somebody asks for those', async () => {
    const { document } = await editorOn('She was very happy with the result.');
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      new vscode.Range(0, 15, 0, 15),
    );
    const [action] = actions.filter(
      ({ command }) => command?.command.includes('cloze') || command?.title.includes('happy'),
    );
    assert.ok(action);
    assert.match(action.title, /“happy”/);
    await take(action.command?.command as string, ...(action.command?.arguments ?? []));
    assert.match(document.getText(), /^She was very (?!happy)\p{L}+ with the result\.$/u);
  });
});

describe('Cloze: Rank Alternatives', () => {
  before(activated);

  for (const [what, marked, changed] of [
    ['in a selection', 'I ‹am/is/are› here.', /^I (am|is|are) here\.$/],
    ['at a cursor', 'The weather [has|ha^ve] changed.\r\n', /^The weather (has|have) changed\.\r\n$/],
    ['in a mask', 'I can [MASK:affect|effect]^ it.', /^I can (affect|effect) it\.$/],
    ['in several selections', 'a ‹big›, ‹large› or ‹huge› dog', /^a (big|large|huge) dog$/],
    [
      'in two selections of their own',
      'a ‹big/large› dog and a ‹red|green› house',
      /^a (big|large) dog and a (red|green) house$/,
    ],
    ['in Chinese', '一只‹大、小›狗', /^一只[大小]狗$/],
  ] as const) {
    it(`puts the one that is chosen in the place of the alternatives ${what}, in one step`, async () => {
      const { document } = await editorOn(marked);
      const text = document.getText();
      await take('cloze.rank');
      assert.match(document.getText(), changed);
      await undo();
      assert.equal(document.getText(), text);
    });
  }

  it('says what to do where there are none', async () => {
    const { document } = await editorOn('A ‹dog›.');
    await vscode.commands.executeCommand('cloze.rank');
    assert.equal(document.getText(), 'A dog.');
  });
});
