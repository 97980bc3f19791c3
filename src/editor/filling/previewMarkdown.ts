import * as vscode from 'vscode';
import type { Preview } from '../../core/preview.js';
import { asMarkdown } from './asMarkdown.js';

/** The sentence with the word in bold. */
export function previewMarkdown({ before, word, behind }: Preview): vscode.MarkdownString {
  // Asterisks beside punctuation or letters of Chinese are not bold in CommonMark.
  const markdown = new vscode.MarkdownString(`${asMarkdown(before)}<b>${asMarkdown(word)}</b>${asMarkdown(behind)}`);
  markdown.supportHtml = true;
  return markdown;
}
