"""Text files -> documents -> paragraphs -> sentences.

A text file has one paragraph a line and a blank line between documents; it may be compressed (`.xz`).
"""

import lzma
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TextIO


def open_text(path: Path) -> TextIO:
    return (lzma.open if path.suffix == '.xz' else open)(path, 'rt', encoding='utf-8-sig')


def documents(path: Path, language: str) -> Iterator[list[str]]:
    """The documents of a file, each a list of cleaned paragraphs; empty ones are left out."""
    clean = CLEANERS[language]
    paragraphs: list[str] = []
    with open_text(path) as lines:
        for line in lines:
            if line.strip() == '':
                if paragraphs:
                    yield paragraphs
                paragraphs = []
            elif cleaned := clean(line.strip()):
                paragraphs.append(cleaned)
    if paragraphs:
        yield paragraphs


def held_out(all_documents: Iterable[list[str]], share: float) -> tuple[list[list[str]], list[list[str]]]:
    """The documents to train on, and the last `share` of them, to be measured on."""
    every = list(all_documents)
    cut = len(every) - round(share * len(every))
    return every[:cut], every[cut:]


def clean_english(line: str) -> str:
    """What the removal of links and formulas left behind: empty brackets, doubled commas, spaces before a comma."""
    line = re.sub(r'\(\s*[,;]*\s*\)', '', unicodedata.normalize('NFC', line))
    line = re.sub(r'\s+([,.;:!?])(?=\s|$)', r'\1', line)
    line = re.sub(r',(\s*,)+', ',', line)
    return re.sub(r'\s+', ' ', line).strip()


def clean_chinese(line: str) -> str:
    """Without headings (they end in an ASCII full stop), very short lines, and brackets whose foreign name was removed."""
    line = re.sub(r'[（(][，,、；;：:\s]*[）)]', '', unicodedata.normalize('NFC', line))
    line = re.sub(r'([（(])[，,、；;\s]+', r'\1', line)
    line = re.sub(r'[，,、；;\s]+([）)])', r'\1', line)
    if len(line) < 8 or (line.endswith('.') and not re.search(r'[。！？]', line)):
        return ''
    return re.sub(r'\s+', ' ', line).strip()


CLEANERS = {'en': clean_english, 'zh': clean_chinese}

# A sentence ends at . ! ? (and what closes a quotation) before a space and something that begins one, but not after
# initials and common abbreviations; in Chinese, at its own full stops.
_ABBREVIATION = re.compile(r'\b(?:[A-Z]|Mr|Mrs|Ms|Dr|St|Prof|Gen|Col|Lt|Sgt|Jr|Sr|vs|etc|e\.g|i\.e|cf|No|Vol|pp?|Fig|ca?)\.$')
_END = {
    'en': re.compile(r'[.!?]["\')\]]*\s+(?=["\'(\[]*[A-Z0-9])'),
    'zh': re.compile(r'[。！？]+[」』”’）]*'),
}


def sentences(paragraph: str, language: str) -> list[str]:
    """The sentences of a paragraph, white space around them removed. Nothing else is lost."""
    found: list[str] = []
    start = 0
    for match in _END[language].finditer(paragraph):
        sentence = paragraph[start : match.end()].strip()
        if language == 'en' and _ABBREVIATION.search(sentence):
            continue
        found.append(sentence)
        start = match.end()
    rest = paragraph[start:].strip()
    return [*found, rest] if rest else found
