"""Makes a `tokenizer.json`: WordPiece for English, single characters for Chinese.

    python vocabulary.py en OUT.json TEXT...      # 15,104 pieces, cased
    python vocabulary.py zh OUT.json TEXT...      # 7,040 characters and pieces
"""

import argparse
from collections import Counter
from itertools import chain
from pathlib import Path

from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

from text import documents

SPECIAL = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]']
SIZES = {'en': 15_104, 'zh': 7_040}


def new_tokenizer(model: models.WordPiece) -> Tokenizer:
    """A BERT tokenizer: cased; Chinese characters stand alone; [CLS] a [SEP] b [SEP]."""
    tokenizer = Tokenizer(model)
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=False, strip_accents=False)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return tokenizer


def finished(tokenizer: Tokenizer) -> Tokenizer:
    tokenizer.add_special_tokens(SPECIAL)
    tokenizer.decoder = decoders.WordPiece(prefix='##')
    tokenizer.post_processor = processors.TemplateProcessing(
        single='[CLS] $A [SEP]',
        pair='[CLS] $A [SEP] $B:1 [SEP]:1',
        special_tokens=[(token, tokenizer.token_to_id(token)) for token in ('[CLS]', '[SEP]')],
    )
    return tokenizer


def word_pieces(texts: list[Path], language: str, size: int) -> Tokenizer:
    """Pieces learned from the text (Wu et al. 2016; the library merges by frequency, as BPE does)."""
    tokenizer = new_tokenizer(models.WordPiece(unk_token='[UNK]', max_input_chars_per_word=100))
    trainer = trainers.WordPieceTrainer(
        vocab_size=size, special_tokens=SPECIAL, limit_alphabet=400, min_frequency=5, show_progress=False
    )
    paragraphs = chain.from_iterable(chain.from_iterable(documents(path, language) for path in texts))
    tokenizer.train_from_iterator(paragraphs, trainer)
    return finished(tokenizer)


def characters(texts: list[Path], size: int) -> Tokenizer:
    """The commonest characters; for words and numbers in Latin letters, pieces of up to three characters."""
    singles: Counter[str] = Counter()
    pieces: Counter[str] = Counter()
    split = pre_tokenizers.BertPreTokenizer()
    normal = normalizers.BertNormalizer(lowercase=False, strip_accents=False)
    for path in texts:
        for document in documents(path, 'zh'):
            for paragraph in document:
                for word, _ in split.pre_tokenize_str(normal.normalize_str(paragraph)):
                    singles.update(word)
                    if len(word) > 1:
                        pieces.update(word[i : i + n] if i == 0 else '##' + word[i : i + n]
                                      for i in range(len(word)) for n in (1, 2, 3) if i + n <= len(word))
    latin = [piece for piece, _ in pieces.most_common(900)]
    vocabulary = list(dict.fromkeys([*SPECIAL, *latin]))
    known = set(vocabulary)
    rest = [character for character, _ in singles.most_common() if character not in known]
    vocabulary += rest[: size - len(vocabulary)]
    print(f'characters not in the vocabulary: {1 - sum(singles[c] for c in vocabulary if c in singles) / singles.total():.4%}')
    ids = {piece: i for i, piece in enumerate(vocabulary)}
    return finished(new_tokenizer(models.WordPiece(ids, unk_token='[UNK]', max_input_chars_per_word=100)))


def make_tokenizer(language: str, texts: list[Path], size: int) -> Tokenizer:
    return characters(texts, size) if language == 'zh' else word_pieces(texts, language, size)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('language', choices=SIZES)
    parser.add_argument('out', type=Path)
    parser.add_argument('texts', type=Path, nargs='+')
    parser.add_argument('--size', type=int)
    args = parser.parse_args()
    tokenizer = make_tokenizer(args.language, args.texts, args.size or SIZES[args.language])
    args.out.parent.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(args.out), pretty=False)
    print(f'{args.out}: {tokenizer.get_vocab_size()} pieces')


if __name__ == '__main__':
    main()
