import type * as vscode from 'vscode';

/**
 * Every document: files, untitled ones, cells of notebooks, the input for a commit, both sides of a diff. Not `*`: with it
 * VS Code mixes words of the document into the list of completions.
 */
export const EVERYWHERE: vscode.DocumentSelector = { pattern: '**' };
