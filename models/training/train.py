"""Trains one model for a given time, and goes on where it was left.

    python train.py --preset smoke                  # a minute on a CPU, on the README and the licence
    python train.py --preset cloze-bert-en --texts en-*.txt.xz --held-out en.holdout.txt.xz --minutes 10 \\
        --work FOLDER --out MODEL_FOLDER

The work folder keeps the tokenizer, the tokenised corpus, the held-out text, `checkpoint.pt` and `log.jsonl`. Once the first
three are there the texts are not read again; `--prepare` makes them and ends, so that another machine can train. Started
again with the same folder, the training goes on from the checkpoint. `--minutes` (or `--steps`) is the length of the whole
training, `--stop-after` that of this run. A training that is over goes on, when it is made longer, from where its learning
rate began to fall.
"""

import argparse
import dataclasses
import itertools
import json
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from tokenizers import Tokenizer
from torch.utils.data import DataLoader, Sampler

from batches import IGNORED, PAD, Batch, Batches
from corpus import Corpus, prepare
from evaluate import evaluate
from export import export
from model import PreTraining, build
from presets import PRESETS, Preset, continuation_of
from text import documents, held_out
from vocabulary import make_tokenizer

PAIR_WEIGHT = 0.2  # of the pair's loss beside that of the masked words
CHECKPOINT_SECONDS = 240
HELD_OUT = 0.01  # of the documents of each file, its last ones, when no held-out text is given


@dataclass
class Progress:
    step: int = 0
    tokens: int = 0  # without padding
    seconds: float = 0.0


@dataclass(frozen=True)
class Length:
    """Of the whole training: by the clock, so that it fits any machine, or in steps."""

    minutes: float
    steps: int | None = None

    def share(self, done: Progress) -> float:
        return done.step / self.steps if self.steps else done.seconds / (60 * self.minutes)

    def exceeds(self, other: 'Length') -> bool:
        return (self.steps or 0) > (other.steps or 0) if self.steps or other.steps else self.minutes > other.minutes


def rate(share: float, preset: Preset) -> float:
    """One cycle over the share 0 ... 1 of the training that is done: up, flat, down to zero."""
    return max(0.0, min(1.0, share / preset.warm_up, (1 - share) / preset.cool_down))


def optimisers(model: PreTraining, preset: Preset) -> list[torch.optim.Optimizer]:
    """
    AdamW, without decay for biases and norms. Where the preset says so, Muon (Jordan et al. 2024) for the matrices of the
    layers: momentum whose update is made orthogonal.
    """
    matrices, tables, vectors = [], [], []
    for name, parameter in model.named_parameters():
        kind = vectors if parameter.ndim < 2 else matrices if '.encoder.' in name else tables
        kind.append(parameter)
    by_adam = tables if preset.muon else tables + matrices
    groups = [{'params': by_adam, 'weight_decay': preset.weight_decay}, {'params': vectors, 'weight_decay': 0.0}]
    adam = torch.optim.AdamW(groups, lr=preset.peak, betas=(0.9, 0.98), eps=1e-6, fused=True)
    if not preset.muon:
        return [adam]
    muon = torch.optim.Muon(
        matrices, lr=preset.peak, weight_decay=preset.weight_decay, momentum=0.95, adjust_lr_fn='match_rms_adamw'
    )
    return [adam, muon]


class Training:
    def __init__(self, preset: Preset, corpus: Corpus, tokenizer: Tokenizer, work: Path, device: str, compiled: bool):
        torch.manual_seed(0)
        self.preset, self.work, self.device = preset, work, device
        self.model = build(preset.shape).to(device)
        self.forward = torch.compile(self.model, dynamic=True) if compiled else self.model
        self.optimisers = optimisers(self.model, preset)
        self.batches = Batches(corpus, preset.batches, continuation_of(tokenizer))
        self.progress = Progress()
        self.meter = Meter(work / 'log.jsonl')

    def loss(self, batch: Batch) -> tuple[torch.Tensor, torch.Tensor]:
        """Of the masked words, and of the pairs."""

        def moved(array: np.ndarray) -> torch.Tensor:
            return torch.from_numpy(array).to(self.device, non_blocking=True)

        ids, pairs = moved(batch.ids), moved(batch.pairs)
        with torch.autocast(self.device, torch.bfloat16):
            words, order = self.forward(ids, moved(batch.types), ids != PAD, moved(batch.rows))
            masked = F.cross_entropy(words.float(), moved(batch.labels), ignore_index=IGNORED)
            paired = F.cross_entropy(order.float(), pairs, ignore_index=IGNORED, reduction='sum')
        return masked, paired / (pairs != IGNORED).sum().clamp(min=1)

    def step(self, batch: Batch, factor: float) -> None:
        masked, paired = self.loss(batch)
        (masked + PAIR_WEIGHT * paired).backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        for optimiser in self.optimisers:
            for group in optimiser.param_groups:
                group['lr'] = self.preset.peak * factor
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
        self.meter.add(masked.detach(), paired.detach())

    def run(self, whole: Length, stop_after: float, workers: int) -> bool:
        """Trains until the whole training or this run is over. Whether it was the whole training."""
        asked_to_stop = False

        def stop(*_) -> None:
            nonlocal asked_to_stop
            asked_to_stop = True

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        steps = Steps(self.progress.step)
        loader = DataLoader(self.batches, None, sampler=steps, num_workers=workers, collate_fn=lambda batch: batch)
        started = saved = time.monotonic()
        before = self.progress.seconds
        falls = 1 - self.preset.cool_down
        share = whole.share(self.progress)
        self.model.train()
        for batch in loader:
            self.step(batch, rate(share, self.preset))
            self.progress.step += 1
            self.progress.tokens += int(batch.lengths.sum())
            self.progress.seconds = before + time.monotonic() - started
            share, last = whole.share(self.progress), share
            self.meter.report(self.progress, share)
            if last < falls <= share:
                self.save('held.pt', whole)
            if share >= 1 or asked_to_stop or time.monotonic() - started > 60 * stop_after:
                break
            if time.monotonic() - saved > CHECKPOINT_SECONDS:
                saved = time.monotonic()
                self.save('checkpoint.pt', whole)
        self.save('checkpoint.pt', whole, over=share >= 1)
        return share >= 1

    def save(self, name: str, whole: Length, over: bool = False) -> None:
        state = {
            'model': self.model.state_dict(),
            'optimisers': [optimiser.state_dict() for optimiser in self.optimisers],
            'progress': vars(self.progress),
            'length': vars(whole),
            'over': over,
        }
        unfinished = self.work / f'{name}.new'
        torch.save(state, unfinished)
        unfinished.replace(self.work / name)

    def load(self, whole: Length) -> None:
        """Goes on from the last checkpoint; a training that was over and is made longer, from before its cool-down."""
        for name in ('checkpoint.pt', 'held.pt'):
            if not (self.work / name).exists():
                continue
            state = torch.load(self.work / name, map_location=self.device, weights_only=True)
            if state['over'] and whole.exceeds(Length(**state['length'])) and (self.work / 'held.pt').exists():
                continue
            self.model.load_state_dict(state['model'])
            for optimiser, kept in zip(self.optimisers, state['optimisers'], strict=True):
                optimiser.load_state_dict(kept)
            self.progress = Progress(**state['progress'])
            print(f'goes on from {name}, step {self.progress.step}')
            return


class Steps(Sampler):
    """The numbers of the batches, from where the training was left."""

    def __init__(self, first: int):
        self.first = first

    def __iter__(self) -> Iterator[int]:
        return itertools.count(self.first)


class Meter:
    """Tells now and then how the training goes; the losses stay on the device until then."""

    def __init__(self, log: Path, every: int = 100):
        self.log, self.every = log, every
        self.losses: list[tuple[torch.Tensor, torch.Tensor]] = []
        self.since: tuple[int, float] | None = None
        self.first = 0

    def add(self, masked: torch.Tensor, paired: torch.Tensor) -> None:
        self.losses.append((masked, paired))

    def report(self, progress: Progress, share: float) -> None:
        if self.since is None:
            self.since, self.first = (progress.tokens, progress.seconds), progress.tokens
        if len(self.losses) < (self.every if progress.step >= self.every else 10):
            return
        masked, paired = (float(torch.stack(list(losses)).mean()) for losses in zip(*self.losses))
        tokens, seconds = self.since
        if tokens == self.first and share > 0:
            speed = (progress.tokens - tokens) / (progress.seconds - seconds)
            print(f'{speed:,.0f} tokens a second: about {speed * progress.seconds / share:,.0f} in the whole training')
        line = {
            'step': progress.step,
            'tokens': progress.tokens,
            'share': round(share, 4),
            'tokens_per_second': round((progress.tokens - tokens) / max(1e-9, progress.seconds - seconds)),
            'masked_loss': round(masked, 4),
            'pair_loss': round(paired, 4),
        }
        print(json.dumps(line), flush=True)
        with open(self.log, 'a') as log:
            log.write(json.dumps(line) + '\n')
        self.losses, self.since = [], (progress.tokens, progress.seconds)


def held_out_text(preset: Preset, args: argparse.Namespace) -> Path:
    """The text to be measured on: a file of its own, or the documents that were left out of the training."""
    if args.held_out:
        return args.held_out
    file = args.work / 'held-out.txt'
    if file.exists():
        return file
    left_out = (held_out(documents(path, preset.language), HELD_OUT)[1] for path in args.texts)
    file.write_text('\n\n'.join('\n'.join(document) for part in left_out for document in part), encoding='utf-8')
    return file


def prepared(preset: Preset, args: argparse.Namespace) -> tuple[Tokenizer, Corpus]:
    """The tokenizer and the tokenised text of the work folder; made first when they are not there."""
    tokenizer_file, corpus_file = args.work / 'tokenizer.json', args.work / 'corpus.npz'
    if not tokenizer_file.exists():
        make_tokenizer(preset.language, args.texts, preset.shape.vocabulary).save(str(tokenizer_file))
    if not corpus_file.exists():
        started = time.monotonic()
        prepare(args.texts, tokenizer_file, preset.language, 0 if args.held_out else HELD_OUT).save(corpus_file)
        print(f'tokenised in {time.monotonic() - started:.0f} s')
    return Tokenizer.from_file(str(tokenizer_file)), Corpus.load(corpus_file)


def main() -> None:
    root = Path(__file__).parents[2]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--preset', choices=PRESETS, required=True)
    parser.add_argument('--texts', type=Path, nargs='+')
    parser.add_argument('--held-out', type=Path, help='the last 1 %% of the documents when left out')
    parser.add_argument('--minutes', type=float, default=1, help='of the whole training')
    parser.add_argument('--steps', type=int, help='of the whole training, instead of minutes')
    parser.add_argument('--stop-after', type=float, default=float('inf'), metavar='MINUTES', help='ends this run')
    parser.add_argument('--whole-words', type=float, metavar='SHARE', help='of sequences; in place of the preset\'s')
    parser.add_argument('--prepare', action='store_true', help='make only what the work folder keeps of the texts')
    parser.add_argument('--work', type=Path, default=Path('out/training'))
    parser.add_argument('--out', type=Path)
    parser.add_argument('--workers', type=int, default=0, help='processes that make batches beside the training')
    parser.add_argument('--compile', action='store_true', help='with torch.compile')
    parser.add_argument('--largest-file', type=int, help='bytes; larger weights are written in several files')
    args = parser.parse_args()
    if args.preset == 'smoke' and not args.texts:
        args.texts = [root / 'README.md', root / 'LICENSE']
        args.held_out = args.held_out or root / 'models' / 'training' / 'README.md'
    preset = PRESETS[args.preset]
    if args.whole_words is not None:
        preset = dataclasses.replace(
            preset, batches=dataclasses.replace(preset.batches, whole_words=args.whole_words)
        )
    args.work.mkdir(parents=True, exist_ok=True)
    tokenizer, corpus = prepared(preset, args)
    held_out_file = held_out_text(preset, args)
    if args.prepare:
        return
    # A small text has fewer pieces than were asked for.
    preset = dataclasses.replace(
        preset, shape=dataclasses.replace(preset.shape, vocabulary=tokenizer.get_vocab_size())
    )
    print(f'{len(corpus.tokens)} tokens, {len(corpus.sentences) - 1} sentences, {len(corpus.documents) - 1} documents')
    device = 'cuda' if torch.cuda.is_available() else 'cpu'
    training = Training(preset, corpus, tokenizer, args.work, device, args.compile)
    whole = Length(args.minutes, args.steps)
    training.load(whole)
    over = training.run(whole, args.stop_after, args.workers)
    out = args.out or args.work / 'model'
    export(training.model, tokenizer, out, args.largest_file)
    results = evaluate(training.model, tokenizer, held_out_file, device, length=128, limit=2000)
    results.update(vars(training.progress), over=over, device=torch.cuda.get_device_name() if device == 'cuda' else 'cpu')
    (out / 'results.json').write_text(json.dumps(results, indent=2) + '\n')
    print(json.dumps(results))


if __name__ == '__main__':
    main()
