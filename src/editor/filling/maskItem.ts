import * as vscode from 'vscode';
import type { Candidate } from '../../core/methods/fill.js';
import { previewOf } from '../../core/preview.js';
import { asMarkdown } from './asMarkdown.js';
import type { FilledHere } from './fillHere.js';
import { percent } from './percent.js';
import { previewMarkdown } from './previewMarkdown.js';

/** So long is the note of what the other masks take. */
const NOTE = 48;

/** A word for a mask as an item of a list; the masks beside it are told. */
export class MaskItem extends vscode.CompletionItem {
  /** @param rank 0 for the best */
  constructor(
    private readonly here: FilledHere,
    { word, share, probability }: Candidate,
    rank: number,
  ) {
    const { text, masks, index, range } = here;
    const label = { label: word, detail: `  ${percent(share ?? probability)}`, description: shortened(othersOf(here)) };
    super(label, vscode.CompletionItemKind.Text);
    this.range = range;
    this.insertText = word;
    this.filterText = text.slice(masks[index]?.start, masks[index]?.end);
    this.sortText = String(rank).padStart(4, '0');
    this.preselect = rank === 0;
  }

  /** Made for the item that is looked at. */
  preview(): vscode.MarkdownString {
    const { text, masks, index, together } = this.here;
    const words = masks.map((_, i) => (i === index ? String(this.insertText) : together?.words[i]));
    const markdown = previewMarkdown(previewOf(text, masks, words, index));
    const others = othersOf(this.here);
    if (others === '') return markdown;
    const note = vscode.l10n.t('If the other masks take: {0}', others);
    return markdown.appendMarkdown(`\n\n${asMarkdown(note)}`);
  }
}

/** What the other masks take together with this one. */
function othersOf({ index, together }: FilledHere): string {
  return (together?.words ?? []).filter((word, i) => i !== index && word !== undefined).join(', ');
}

function shortened(text: string): string {
  const characters = [...text];
  return characters.length > NOTE ? `${characters.slice(0, NOTE).join('')}…` : text;
}
