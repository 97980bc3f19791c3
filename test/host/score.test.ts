import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { LONGEST_BLOCK, quietest } from '../support/blocks.js';
import { editorOn } from './choose.js';
import { activated, complete, set, until } from './support.js';

/** Nearly every word is less likely than 1 in 2, whatever the model. */
const TEXT = 'She was zebra happy with the result of it.';
const run = (command: string, ...args: unknown[]) => vscode.commands.executeCommand(command, ...args);

async function hoverAt({ uri }: vscode.TextDocument, position: vscode.Position): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', uri, position);
  const contents = hovers.flatMap((hover) => hover.contents as vscode.MarkdownString[]);
  return contents
    .map(({ value }) => value)
    .filter((value) => /nats/.test(value))
    .join('\n');
}

async function fixesAt({ uri }: vscode.TextDocument, position: vscode.Position): Promise<vscode.CodeAction[]> {
  const range = new vscode.Range(position, position);
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    uri,
    range,
  );
  return actions.filter(({ title, kind }) => title.startsWith('Cloze: ') && kind?.value === 'quickfix');
}

const fixCalled = (fixes: vscode.CodeAction[], title: RegExp) => {
  const fix = fixes.find((it) => title.test(it.title));
  assert.ok(fix?.command, `${title} among ${fixes.map((it) => it.title).join(', ')}`);
  return fix.command;
};

const selectAll = (editor: vscode.TextEditor) => {
  const { document } = editor;
  editor.selection = new vscode.Selection(document.positionAt(0), document.lineAt(document.lineCount - 1).range.end);
};

describe('Cloze: Score Selection', () => {
  let takeBack: () => Thenable<void>;
  const zebra = new vscode.Position(0, 10);

  before(async () => {
    await activated();
    takeBack = await set('score.threshold', 2);
    await complete('A good [MASK]|.');
  });
  beforeEach(() => run('cloze.clearMarks'));
  after(async () => {
    await run('cloze.clearMarks');
    await takeBack();
  });

  it('tells the number of a marked word and what the model would rather have', async () => {
    const editor = await editorOn(`^${TEXT}`);
    assert.equal(await hoverAt(editor.document, zebra), '');
    await run('cloze.score');
    const hover = await hoverAt(editor.document, zebra);
    assert.match(hover, /zebra.*\\?-\d+\\?\.\d\d/);
    assert.match(hover, /command:cloze\.score\.useGuess/);
    assert.equal(await hoverAt(editor.document, new vscode.Position(0, TEXT.length)), '', 'punctuation is not marked');
  });

  it('puts a better word there, in one step', async () => {
    const { document } = await editorOn(`^${TEXT}`);
    await run('cloze.score');
    const { command, arguments: args = [] } = fixCalled(await fixesAt(document, zebra), /replace/);
    await run(command, ...args);
    assert.match(document.getText(), /^She was (?!zebra)\p{L}+ happy with the result of it\.$/u);
    await run('undo');
    assert.equal(document.getText(), TEXT);
  });

  it('scores only what is selected, seen with what is around it', async () => {
    const { document } = await editorOn('She was zebra ‹happy with› the result.');
    await run('cloze.score');
    assert.equal(await hoverAt(document, zebra), '');
    assert.notEqual(await hoverAt(document, new vscode.Position(0, 16)), '');
  });

  it('keeps the marks at their words while the text is edited, and drops those of words that change', async () => {
    const editor = await editorOn(`^${TEXT}`);
    await run('cloze.score');
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '👩‍👧 Once\n'));
    assert.match(await hoverAt(editor.document, new vscode.Position(1, 10)), /zebra/);
    await editor.edit((edit) => edit.insert(new vscode.Position(1, 10), 'x'));
    assert.equal(await hoverAt(editor.document, new vscode.Position(1, 10)), '');
    assert.match(await hoverAt(editor.document, new vscode.Position(1, 16)), /happy/);
  });

  it('goes on behind an edit in what is not scored yet', async () => {
    const lines = 120;
    const editor = await editorOn(`^${`${TEXT}\n`.repeat(lines)}${TEXT}`); // more than one request
    selectAll(editor);
    let isOver = false;
    const scoring = run('cloze.score').then(() => {
      isOver = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 300));
    await editor.edit((edit) => edit.insert(new vscode.Position(lines - 5, TEXT.length), ' Once.'));
    assert.ok(!isOver, 'the edit came too late');
    await scoring;
    assert.match(await hoverAt(editor.document, new vscode.Position(lines, 10)), /zebra/);
  });

  it('takes all marks away on request', async () => {
    const { document } = await editorOn(`^${TEXT}`);
    await run('cloze.score');
    await run('cloze.clearMarks');
    assert.equal(await hoverAt(document, zebra), '');
  });

  it('ignores a word once, in the file, or in the workspace, and no longer when told so', async () => {
    const { document } = await editorOn(`^${TEXT}`);
    const ignore = async (title: RegExp) => {
      const { command, arguments: args = [] } = fixCalled(await fixesAt(document, zebra), title);
      await run(command, ...args);
      assert.equal(await hoverAt(document, zebra), '');
    };
    const score = async () => {
      await run('cloze.score');
      return (await hoverAt(document, zebra)) !== '';
    };
    assert.equal(await score(), true);
    await ignore(/do not mark/);
    assert.equal(await score(), true);
    await ignore(/in this file/);
    assert.equal(await score(), false);
    await run('cloze.forgetIgnored');
    assert.equal(await score(), true);
    await ignore(/in this workspace/);
    assert.equal(await score(), false);
    const settings = () => vscode.workspace.getConfiguration('cloze');
    assert.deepEqual(settings().inspect('score.ignoredWords')?.workspaceValue, ['zebra']);
    const takeBackOthers = await set('score.ignoredWords', ['happy']);
    await score();
    assert.equal(
      await hoverAt(document, new vscode.Position(0, 16)),
      '',
      'the list of the workspace adds to the user’s',
    );
    await takeBackOthers();
    await settings().update('score.ignoredWords', undefined, vscode.ConfigurationTarget.Workspace);
    assert.equal(await score(), true);
  });

  it('lists the least likely words as information, while that is wanted', async () => {
    const { document } = await editorOn(`^${TEXT}`);
    await run('cloze.score');
    const listed = () => vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === 'Cloze');
    assert.deepEqual(listed(), []);
    const off = await set('score.diagnostics', true);
    try {
      await until('zebra is listed', () => listed().some(({ message }) => message.includes('zebra')));
      await vscode.window.activeTextEditor?.edit((edit) => edit.insert(new vscode.Position(0, 0), '\n'));
      await until('the list follows the text', () => listed().some(({ range }) => range.start.line === 1));
      for (const { severity } of listed()) assert.equal(severity, vscode.DiagnosticSeverity.Information);
    } finally {
      await off();
    }
    await until('nothing is listed', () => listed().length === 0);
  });

  for (const [what, text, language, word, isMarked] of [
    ['behind carriage returns and emoji', '👩‍👩‍👧 naïve\r\nHe saw the zebra there.', 'plaintext', 'zebra', true],
    ['in Chinese', '今天天气很马。', 'plaintext', '马', true],
    ['in a script from right to left', 'שלום zebra עולם', 'plaintext', 'zebra', true],
    ['in a comment', 'let giraffe = 1; // He saw the zebra there.', 'typescript', 'zebra', true],
    ['not in the code beside it', 'let giraffe = 1; // He saw the zebra there.', 'typescript', 'giraffe', false],
    ['in code alone, since it was selected', 'let giraffe = 1;', 'typescript', 'giraffe', true],
    ['in bold Markdown', '# Title\n\nHe **saw** the `x` **zebra** there.', 'markdown', 'zebra', true],
  ] as const) {
    it(`marks a word ${what}`, async () => {
      const editor = await editorOn(text, language);
      selectAll(editor);
      await run('cloze.score');
      const hover = await hoverAt(editor.document, editor.document.positionAt(text.indexOf(word) + 1));
      assert.equal(hover.includes(word), isMarked, hover);
    });
  }

  it('says so where there is no word', async () => {
    const editor = await editorOn('...\n\n---');
    selectAll(editor);
    await run('cloze.score');
  });

  it('can be cancelled in 5 MB, with the marks so far, without blocking the host', async () => {
    const editor = await editorOn(`${TEXT}\n`.repeat(120_000));
    await new Promise((resolve) => setTimeout(resolve, 1000));
    selectAll(editor);
    const scoring = run('cloze.score');
    for (let i = 0; i < 600 && (await hoverAt(editor.document, zebra)) === ''; i++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    // Each round has answers and marks in it.
    const longest = await quietest(() => new Promise((resolve) => setTimeout(resolve, 500)));
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'Once '));
    assert.match(await hoverAt(editor.document, zebra.translate(0, 5)), /zebra/);
    await run('cloze.clearMarks');
    await scoring;
    console.log(`scoring 5 MB: longest block of the host ${longest.toFixed(0)} ms`);
    assert.ok(longest <= LONGEST_BLOCK, `${longest} ms`);
    assert.equal(await hoverAt(editor.document, zebra.translate(0, 5)), '');
  });
});
