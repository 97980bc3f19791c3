"""How often a model finds the masked words of a text: the same measurement as `cloze eval mlm`, made independently.

    python evaluate.py MODEL_FOLDER TEXT [--length 128] [--limit N] [--seed 1]

Which tokens are masked is laid down to the bit in src/core/evaluation; here it is written once more, so that the two
programs check each other.
"""

import argparse
import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from tokenizers import Tokenizer

from text import open_text


def raw_documents(path: Path) -> Iterator[list[str]]:
    """Paragraphs as they stand in the file; only characters are composed (NFC), as Cloze does before it tokenises."""
    with open_text(path) as file:
        text = unicodedata.normalize('NFC', file.read())
    paragraphs: list[str] = []
    for line in [*text.replace('\r\n', '\n').split('\n'), '']:
        if line.strip():
            paragraphs.append(line.strip())
        elif paragraphs:
            yield paragraphs
            paragraphs = []


def sequences(path: Path, tokenizer: Tokenizer, length: int, limit: int | None) -> list[tuple[int, list[int]]]:
    """Consecutive pieces of the documents, `length` tokens with [CLS] and [SEP], and their numbers."""
    found: list[list[int]] = []
    for document in raw_documents(path):
        encodings = tokenizer.encode_batch(document, add_special_tokens=False)
        tokens = [token for encoding in encodings for token in encoding.ids]
        cuts = [tokens[i : i + length - 2] for i in range(0, len(tokens), length - 2)]
        found += [cut for cut in cuts if len(cut) == length - 2 or len(cut) >= 8]
    numbers = range(len(found)) if limit is None or limit >= len(found) else [i * len(found) // limit for i in range(limit)]
    return [(n, found[n]) for n in numbers]


def mulberry32(seed: int) -> Iterator[float]:
    word = 0xFFFFFFFF
    a = seed & word
    while True:
        a = (a + 0x6D2B79F5) & word
        t = ((a ^ (a >> 15)) * (1 | a)) & word
        t = (((t + (((t ^ (t >> 7)) * (61 | t)) & word)) & word) ^ t) & word
        yield (t ^ (t >> 14)) / 2**32


def chosen(count: int, wanted: int, seed: int) -> list[int]:
    """`wanted` of 0 ... count-1, by a partial Fisher-Yates shuffle."""
    order, draws = list(range(count)), mulberry32(seed)
    for i in range(wanted):
        j = i + int(next(draws) * (count - i))
        order[i], order[j] = order[j], order[i]
    return order[:wanted]


@torch.inference_mode()
def evaluate(
    model: torch.nn.Module, tokenizer: Tokenizer, path: Path, device: str, length=128, limit: int | None = None, seed=1
) -> dict:
    """`model`: see PreTraining.forward. Shares of 1; the loss is in nats."""
    model.eval()
    cls, sep, mask, pad = (tokenizer.token_to_id(token) for token in ('[CLS]', '[SEP]', '[MASK]', '[PAD]'))
    ranks, losses = [], []
    work = sorted(sequences(path, tokenizer, length, limit), key=lambda it: len(it[1]))
    for start in range(0, len(work), 64):
        group = work[start : start + 64]
        ids = np.full((len(group), 2 + max(len(tokens) for _, tokens in group)), pad)
        rows, labels = [], []
        for b, (number, tokens) in enumerate(group):
            ids[b, : len(tokens) + 2] = [cls, *tokens, sep]
            wanted = max(1, int(0.15 * len(tokens) + 0.5))
            for place in chosen(len(tokens), wanted, (seed * 0x9E3779B1 + number) % 2**32):
                rows.append(b * ids.shape[1] + place + 1)
                labels.append(tokens[place])
                ids[b, place + 1] = mask
        tensor = torch.from_numpy(ids).to(device)
        logits, _ = model(tensor, torch.zeros_like(tensor), tensor != pad, torch.tensor(rows, device=device))
        logits, truth = logits.float(), torch.tensor(labels, device=device)
        ranks.append((logits > logits.gather(1, truth[:, None])).sum(1).cpu())
        losses.append(F.cross_entropy(logits, truth, reduction='none').cpu())
    rank, loss = torch.cat(ranks), torch.cat(losses)
    return {
        'length': length,
        'sequences': len(work),
        'tokens_masked': len(rank),
        'top1': float((rank < 1).double().mean()),
        'top5': float((rank < 5).double().mean()),
        'loss': float(loss.double().mean()),
    }


def main() -> None:
    from export import load

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('model', type=Path)
    parser.add_argument('text', type=Path)
    parser.add_argument('--length', type=int, default=128)
    parser.add_argument('--limit', type=int)
    parser.add_argument('--seed', type=int, default=1)
    args = parser.parse_args()
    model, tokenizer = load(args.model)
    device = 'cuda' if torch.cuda.is_available() else 'cpu'
    print(json.dumps(evaluate(model.to(device), tokenizer, args.text, device, args.length, args.limit, args.seed)))


if __name__ == '__main__':
    main()
