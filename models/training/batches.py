"""What the model is trained on: windows of text as an editor sees them, with words masked.

A batch is a function of the corpus, the settings, a seed and its number: nothing is stored between batches, so training
goes on from any step, and several workers can make batches beside the training.

    python batches.py WORK_FOLDER --preset NAME     # prints ten random batches as text
"""

from dataclasses import dataclass

import numpy as np

from corpus import Corpus

PAD, UNK, CLS, SEP, MASK = range(5)
IGNORED = -100  # no word to be guessed, or no pair to be judged


@dataclass(frozen=True)
class Settings:
    tokens: int  # in a batch, padding included
    # Length of the sequences in a batch -> the share of batches that have it.
    lengths: dict[int, float]
    pair_task: str = 'nsp'  # 'nsp': is B what follows A? (BERT) 'sop': do A and B stand in order? (ALBERT)
    pairs: float = 0.4  # share of sequences that are pairs
    masked: float = 0.15  # of the tokens
    whole_words: float = 0.3  # share of sequences in which whole words are masked, not pieces

    def shortest(self, length: int) -> int:
        """A sequence that is no longer than this belongs into shorter batches; 8 is the shortest of all."""
        return max([8, *(other for other in self.lengths if other < length)])


@dataclass(frozen=True)
class Batch:
    """
    B sequences of the same length S. `rows` and `labels` hold the same number for every batch of a length: where a
    sequence has fewer masks, the rest point to place 0 and are ignored.
    """

    ids: np.ndarray  # int32 [B, S]
    types: np.ndarray  # int32 [B, S]
    lengths: np.ndarray  # int32 [B], without padding
    rows: np.ndarray  # int64 [R]: masked places, b * S + s
    labels: np.ndarray  # int64 [R]: the words that stood there
    pairs: np.ndarray  # int64 [B]: 0 next / in order, 1 random / swapped, IGNORED for a single text


class Batches:
    def __init__(self, corpus: Corpus, settings: Settings, continuation: np.ndarray, seed: int = 0):
        """continuation: bool [V], whether a piece goes on with a word ("##ing")."""
        self.corpus, self.settings, self.continuation, self.seed = corpus, settings, continuation, seed
        self.words = np.flatnonzero(np.arange(len(continuation)) > MASK)
        sizes = np.diff(corpus.sentences)
        self.document_of = corpus.document_of
        self.document_end = corpus.sentences[corpus.documents[1:]][self.document_of]  # [N], in tokens
        # Sentences that nearly fill a sequence of each length alone.
        self.alone = {
            length: np.flatnonzero((sizes <= length - 2) & (sizes > settings.shortest(length) - 2))
            for length in settings.lengths
        }

    def __getitem__(self, step: int) -> Batch:
        rng = np.random.default_rng([self.seed, step])
        lengths = list(self.settings.lengths)
        length = int(rng.choice(lengths, p=np.array(list(self.settings.lengths.values()))))
        sequences = [self._sequence(rng, length) for _ in range(self.settings.tokens // length)]
        ids = np.full((len(sequences), length), PAD, np.int32)
        types = np.zeros_like(ids)
        for b, (first, second, _) in enumerate(sequences):
            one = 2 + len(first)
            ids[b, :one] = [CLS, *first, SEP]
            if second is not None:
                ids[b, one : one + len(second) + 1] = [*second, SEP]
                types[b, one : one + len(second) + 1] = 1
        used = np.array([len(a) + 2 + (0 if b is None else len(b) + 1) for a, b, _ in sequences], np.int32)
        rows, labels = self._mask(rng, ids)
        return Batch(ids, types, used, rows, labels, np.array([pair for _, _, pair in sequences], np.int64))

    # -- windows

    def _sequence(self, rng: np.random.Generator, length: int) -> tuple[np.ndarray, np.ndarray | None, int]:
        """A text, perhaps a second one, and what is to be said of the pair."""
        alone = self.alone[length]
        if length <= 64 and len(alone) and rng.random() < 0.5:
            sentence = rng.choice(alone)
            return self._tokens(self.corpus.sentences[sentence], self.corpus.sentences[sentence + 1]), None, IGNORED
        if length >= 32 and rng.random() < self.settings.pairs:
            return self._pair(rng, length)
        start, end = self._window(rng, rng.integers(len(self.document_of)), self.settings.shortest(length) - 1, length - 2)
        return self._tokens(start, end), None, IGNORED

    def _window(self, rng: np.random.Generator, sentence: int, least: int, room: int) -> tuple[int, int]:
        """From the beginning of a sentence: `least` to `room` tokens of its document; many windows end with one, too."""
        start = self.corpus.sentences[sentence]
        end = min(start + rng.integers(least, room + 1), self.document_end[sentence])
        if rng.random() < 0.5:
            last = self.corpus.sentences[np.searchsorted(self.corpus.sentences, end, side='right') - 1]
            end = last if last > start else end
        return start, end

    def _pair(self, rng: np.random.Generator, length: int) -> tuple[np.ndarray, np.ndarray | None, int]:
        """Two texts that touch at the border of sentences; or, for one in two, a wrong pair."""
        room = length - 3
        sentence = rng.integers(len(self.document_of))
        a, end = self._window(rng, sentence, self.settings.shortest(length), room)
        inner = self.corpus.sentences[sentence + 1 : np.searchsorted(self.corpus.sentences, end, side='left')]
        if len(inner) == 0:
            return self._tokens(a, end), None, IGNORED
        border = rng.choice(inner)
        first, second = self._tokens(a, border), self._tokens(border, end)
        wrong = rng.random() < 0.5
        if not wrong:
            return first, second, 0
        if self.settings.pair_task == 'sop':
            return second, first, 1
        other = rng.integers(len(self.document_of))
        if self.document_of[other] == self.document_of[sentence]:
            return first, second, 0
        start, end = self._window(rng, other, len(second) // 2, room - len(first))
        return first, self._tokens(start, end), 1

    def _tokens(self, start: int, end: int) -> np.ndarray:
        return self.corpus.tokens[start:end].astype(np.int32)

    # -- masks

    def _mask(self, rng: np.random.Generator, ids: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """
        Changes `ids`: of the chosen tokens 80 % become [MASK], 10 % another token, 10 % stay (Devlin et al. 2019, 3.1);
        drawn anew each time (dynamic masking, Liu et al. 2019).
        """
        count, length = ids.shape
        ordinary = ids > MASK
        words = np.cumsum(~(self.continuation[ids] & ordinary), axis=1)  # [B, S] number of the word in its sequence
        whole = rng.random((count, 1)) < self.settings.whole_words
        score = rng.random((count, length + 1))
        score = np.where(whole, np.take_along_axis(score, words, axis=1), score[:, :length])
        score[~ordinary] = 2  # never
        most = max(1, round(self.settings.masked * length))
        wanted = np.maximum(1, np.round(self.settings.masked * ordinary.sum(1))).astype(int)
        # The best scores of each row; the pieces of a word have the same one and are taken together as far as there is room.
        order = np.argsort(score, axis=1, kind='stable')[:, :most]
        chosen = np.arange(most) < wanted[:, None]
        chosen &= np.take_along_axis(score, order, axis=1) < 2
        places = order + length * np.arange(count)[:, None]
        rows = np.where(chosen, places, 0).ravel()
        labels = np.where(chosen, ids.ravel()[places], IGNORED).ravel().astype(np.int64)
        fate = rng.random(rows.shape)
        change, replace = (labels != IGNORED) & (fate < 0.8), (labels != IGNORED) & (fate >= 0.9)
        flat = ids.reshape(-1)
        flat[rows[change]] = MASK
        flat[rows[replace]] = rng.choice(self.words, int(replace.sum()))
        return rows, labels


def main() -> None:
    import argparse
    from pathlib import Path

    from tokenizers import Tokenizer

    from presets import PRESETS, continuation_of

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('folder', type=Path)
    parser.add_argument('--preset', choices=PRESETS, default='smoke')
    parser.add_argument('--seed', type=int, default=1)
    args = parser.parse_args()
    tokenizer = Tokenizer.from_file(str(args.folder / 'tokenizer.json'))
    batches = Batches(
        Corpus.load(args.folder / 'corpus.npz'), PRESETS[args.preset].batches, continuation_of(tokenizer), args.seed
    )
    for step in range(10):
        batch = batches[step]
        print(f'== batch {step}: {batch.ids.shape[0]} sequences of {batch.ids.shape[1]}')
        truth = dict(zip(batch.rows.tolist(), batch.labels.tolist()))
        for b in range(3):
            pieces = []
            for s in range(batch.lengths[b]):
                place = b * batch.ids.shape[1] + s
                piece = tokenizer.id_to_token(int(batch.ids[b, s]))
                label = truth.get(place, IGNORED)
                pieces.append(piece if label == IGNORED else f'{piece}<{tokenizer.id_to_token(label)}>')
            print(f'  [{batch.pairs[b]}]', ' '.join(pieces))


if __name__ == '__main__':
    main()
