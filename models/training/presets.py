"""The models, and how each is trained."""

from dataclasses import dataclass

import numpy as np
from tokenizers import Tokenizer

from batches import Settings
from model import Shape
from vocabulary import SIZES

# What an editor needs: mostly a sentence or a few, up to a page.
LENGTHS = {16: 0.03, 24: 0.05, 32: 0.07, 48: 0.1, 64: 0.12, 96: 0.18, 128: 0.25, 192: 0.07, 256: 0.05, 512: 0.08}
SHORT = {16: 0.04, 24: 0.07, 32: 0.12, 48: 0.15, 64: 0.17, 96: 0.2, 128: 0.25}


@dataclass(frozen=True)
class Preset:
    language: str
    shape: Shape
    batches: Settings
    peak: float = 2e-3  # learning rate
    warm_up: float = 0.03  # share of the training in which the rate rises
    cool_down: float = 0.4  # share in which it falls to zero
    weight_decay: float = 0.01
    muon: bool = False


def english(family: str, **shape) -> Shape:
    return Shape(family, SIZES['en'], **shape)


PRESETS = {
    'cloze-bert-en': Preset('en', english('bert', hidden=320, layers=6, heads=5), Settings(131_072, LENGTHS)),
    'cloze-albert-en': Preset(
        'en',
        english('albert', hidden=512, layers=6, heads=8, embedding=128),
        Settings(131_072, LENGTHS, pair_task='sop'),
    ),
    'cloze-bert-zh': Preset(
        'zh', Shape('bert', SIZES['zh'], hidden=256, layers=6, heads=4), Settings(131_072, LENGTHS, whole_words=0)
    ),
    # The first one on two CPU cores: small batches, since there is time for few, and short texts.
    'cloze-bert-en-cpu': Preset(
        'en',
        english('bert', hidden=320, layers=6, heads=5, positions=128),
        Settings(6_144, SHORT),
        peak=2e-3,
        muon=True,
    ),
    'smoke': Preset(
        'en', Shape('bert', 2_000, hidden=64, layers=2, heads=2), Settings(2_048, {16: 0.2, 32: 0.3, 64: 0.5})
    ),
}


def continuation_of(tokenizer: Tokenizer) -> np.ndarray:
    """bool [V]: whether a piece goes on with a word ("##ing")."""
    return np.array([tokenizer.id_to_token(i).startswith('##') for i in range(tokenizer.get_vocab_size())])
