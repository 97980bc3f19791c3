import * as vscode from 'vscode';

/** The common commands, in groups. */
const GROUPS: readonly (readonly string[])[] = [
  ['cloze.fillMask', 'cloze.fillAllMasks', 'cloze.insertMask', 'cloze.suggestHere'],
  ['cloze.replace', 'cloze.rank', 'cloze.score', 'cloze.clearMarks'],
  ['cloze.compareSelections', 'cloze.findSimilar', 'cloze.comparePooling'],
  ['cloze.toggleLanguage', 'cloze.toggleWorkspace'],
  ['cloze.openSample', 'cloze.showLog', 'cloze.diagnose', 'cloze.restartEngine'],
];

/** `Cloze: Show Menu`: the common commands, the walkthrough and the settings. */
export function registerMenu({ extension }: vscode.ExtensionContext): vscode.Disposable {
  const declared = extension.packageJSON.contributes.commands as Declared[];
  const separator: vscode.QuickPickItem = { label: '', kind: vscode.QuickPickItemKind.Separator };
  const groups = GROUPS.map((group) => declared.filter(({ command }) => group.includes(command)));
  return vscode.commands.registerCommand('cloze.menu', async () => {
    const items: Item[] = [
      ...groups.flatMap((group) => [
        ...group.map(({ command, title }) => ({ label: typeof title === 'string' ? title : title.value, command })),
        separator,
      ]),
      {
        label: vscode.l10n.t('Walkthrough'),
        command: 'workbench.action.openWalkthrough',
        argument: `${extension.id}#start`,
      },
      { label: vscode.l10n.t('Open Settings'), command: 'workbench.action.openSettings', argument: 'cloze.' },
    ];
    const chosen = await vscode.window.showQuickPick(items, { title: 'Cloze' });
    if (!chosen?.command) return;
    // A list leaves the focus in the editor a moment after it is gone.
    await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
    await vscode.commands.executeCommand(chosen.command, ...(chosen.argument ? [chosen.argument] : []));
  });
}

type Item = vscode.QuickPickItem & { readonly command?: string; readonly argument?: string };

interface Declared {
  readonly command: string;
  /** Where VS Code has translated package.json, it keeps the original beside the translation. */
  readonly title: string | { readonly value: string };
}
