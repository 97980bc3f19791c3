"""The tokenised corpus: one long array of tokens, with the places where sentences and documents begin."""

import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from text import documents, held_out, sentences


@dataclass(frozen=True)
class Corpus:
    tokens: np.ndarray  # uint16 [T]
    sentences: np.ndarray  # int64 [N + 1]: where each sentence begins; the last is T
    documents: np.ndarray  # int64 [D + 1]: the number of each document's first sentence; the last is N

    @property
    def document_of(self) -> np.ndarray:
        """For each sentence the number of its document, [N]."""
        return np.repeat(np.arange(len(self.documents) - 1), np.diff(self.documents))

    def save(self, path: Path) -> None:
        np.savez(path, tokens=self.tokens, sentences=self.sentences, documents=self.documents)

    @staticmethod
    def load(path: Path) -> 'Corpus':
        arrays = np.load(path)
        return Corpus(arrays['tokens'], arrays['sentences'], arrays['documents'])


def tokenise(path: Path, tokenizer_file: Path, language: str, held_out_share: float = 0) -> Corpus:
    """One file; its last documents are left out when `held_out_share` says so."""
    os.environ['TOKENIZERS_PARALLELISM'] = 'false'
    tokenizer = Tokenizer.from_file(str(tokenizer_file))
    train, _ = held_out(documents(path, language), held_out_share)
    per_document = [[s for paragraph in document for s in sentences(paragraph, language)] for document in train]
    encodings = tokenizer.encode_batch([s for document in per_document for s in document], add_special_tokens=False)
    ids = [np.array(encoding.ids, np.uint16) for encoding in encodings]
    return Corpus(
        np.concatenate(ids),
        np.cumsum([0, *map(len, ids)]),
        np.cumsum([0, *map(len, per_document)]),
    )


def join(parts: list[Corpus]) -> Corpus:
    tokens = np.cumsum([0, *(len(part.tokens) for part in parts)])
    counts = np.cumsum([0, *(len(part.sentences) - 1 for part in parts)])
    return Corpus(
        np.concatenate([part.tokens for part in parts]),
        np.concatenate([*(part.sentences[:-1] + tokens[i] for i, part in enumerate(parts)), tokens[-1:]]),
        np.concatenate([*(part.documents[:-1] + counts[i] for i, part in enumerate(parts)), counts[-1:]]),
    )


def prepare(texts: list[Path], tokenizer_file: Path, language: str, held_out_share: float = 0) -> Corpus:
    """Tokenises files side by side, one process each."""
    work = partial(tokenise, tokenizer_file=tokenizer_file, language=language, held_out_share=held_out_share)
    with ProcessPoolExecutor(min(len(texts), os.cpu_count() or 1)) as pool:
        return join(list(pool.map(work, texts)))
