"""python -m unittest test_training"""

import argparse
import dataclasses
import json
import lzma
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from batches import CLS, IGNORED, MASK, PAD, SEP, Batches, Settings
from corpus import Corpus, prepare
from evaluate import chosen, mulberry32
from export import export, load
from model import Shape, build
from presets import PRESETS, continuation_of
from text import clean_chinese, clean_english, documents, sentences
from train import held_out_text, rate
from vocabulary import characters, word_pieces

HERE = Path(__file__).parent
TEXT = 'The cat sat on the mat. It was a big cat, and it was playing with Dr. Smith! Was it?\nA line.\n\nAnother text. '


def write(folder: Path, text: str) -> Path:
    path = folder / 'text.txt'
    path.write_text(text, encoding='utf-8')
    return path


class Texts(unittest.TestCase):
    def test_sentences_lose_nothing(self):
        text = 'Mr. J. R. Smith came (at 3.5 p.m.). "Who?" he asked. No. 5 was e.g. Left.'
        found = sentences(text, 'en')
        self.assertEqual(' '.join(found), text)
        self.assertEqual(found[0], 'Mr. J. R. Smith came (at 3.5 p.m.).')
        self.assertEqual(sentences('他来了。「真的？」她问！走吧', 'zh'), ['他来了。', '「真的？」', '她问！', '走吧'])

    def test_documents_end_at_blank_lines(self):
        with tempfile.TemporaryDirectory() as folder:
            found = list(documents(write(Path(folder), f'\n\n{TEXT}\n\n\nThird.'), 'en'))
        self.assertEqual([len(document) for document in found], [2, 1, 1])

    def test_cleaning(self):
        self.assertEqual(clean_english('Ada ( ) was , in 1815,, born .'), 'Ada was, in 1815, born.')
        self.assertEqual(clean_chinese('单曲简介.'), '')
        self.assertEqual(clean_chinese('哲学（，philosophia）是一门学问。'), '哲学（philosophia）是一门学问。')


class BatchesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory() as folder:
            path = write(Path(folder), '\n\n'.join(f'{TEXT} Document number {i} ends here. ' * 9 for i in range(40)))
            cls.tokenizer = word_pieces([path], 'en', 90)
            cls.tokenizer.save(str(Path(folder) / 'tokenizer.json'))
            cls.corpus = prepare([path], Path(folder) / 'tokenizer.json', 'en')

    def batches(self, **changes) -> Batches:
        settings = dataclasses.replace(Settings(1024, {16: 0.3, 32: 0.3, 64: 0.4}), **changes)
        return Batches(self.corpus, settings, continuation_of(self.tokenizer))

    def original(self, batch) -> np.ndarray:
        ids = batch.ids.copy().reshape(-1)
        known = batch.labels != IGNORED
        ids[batch.rows[known]] = batch.labels[known]
        return ids.reshape(batch.ids.shape)

    def test_a_batch_is_a_function_of_its_number(self):
        one, two = self.batches()[7], self.batches()[7]
        for field in dataclasses.fields(one):
            np.testing.assert_array_equal(getattr(one, field.name), getattr(two, field.name))
        self.assertFalse(np.array_equal(one.ids, self.batches()[8].ids) and one.ids.shape == self.batches()[8].ids.shape)

    def test_sequences_are_runs_of_the_text_that_begin_at_sentences(self):
        text = self.corpus.tokens.tolist()
        begins = {tuple(text[start : start + 6]) for start in self.corpus.sentences[:-1]}
        for step in range(10):
            batch = self.batches()[step]
            for ids, length, types in zip(self.original(batch), batch.lengths, batch.types):
                self.assertEqual(ids[0], CLS)
                self.assertEqual(ids[length - 1], SEP)
                self.assertTrue((ids[length:] == PAD).all())
                inner = ids[1 : length - 1].tolist()
                self.assertTrue(any(begin[: len(inner)] == tuple(inner[:6])[: len(begin)] for begin in begins) or SEP in inner[:6])
                self.assertEqual(types[length:].sum(), 0)
                self.assertEqual(inner.count(SEP), int(types.any()))

    def test_shares_of_masks(self):
        counts = {'chosen': 0, 'masked': 0, 'kept': 0, 'all': 0}
        for step in range(40):
            batch = self.batches(whole_words=0.0)[step]
            known = batch.labels != IGNORED
            now = batch.ids.reshape(-1)[batch.rows[known]]
            counts['chosen'] += known.sum()
            counts['masked'] += (now == MASK).sum()
            counts['kept'] += (now == batch.labels[known]).sum()
            counts['all'] += (self.original(batch) > MASK).sum()
            self.assertEqual(len(np.unique(batch.rows[known])), known.sum())
            self.assertTrue((batch.labels[known] > MASK).all())
        self.assertAlmostEqual(counts['chosen'] / counts['all'], 0.15, delta=0.01)
        self.assertAlmostEqual(counts['masked'] / counts['chosen'], 0.8, delta=0.02)
        self.assertAlmostEqual(counts['kept'] / counts['chosen'], 0.1, delta=0.02)

    def test_whole_words_are_masked_together(self):
        continuation = continuation_of(self.tokenizer)

        def together(whole_words: float) -> float:
            """The share of inner pieces that are masked, or not, like the piece before them."""
            alike = count = 0
            for step in range(20):
                batch = self.batches(whole_words=whole_words, masked=0.5)[step]
                ids = self.original(batch)
                known = np.zeros(ids.size, bool)
                known[batch.rows[batch.labels != IGNORED]] = True
                inner = np.flatnonzero(continuation[ids])
                alike += (known[inner] == known[inner - 1]).sum()
                count += len(inner)
            return alike / count

        self.assertAlmostEqual(together(0.0), 0.5, delta=0.05)
        self.assertGreater(together(1.0), 0.9)  # a word is cut where the share of masked tokens is reached

    def test_pairs(self):
        texts = self.corpus.tokens.tolist()
        whole = ' '.join(map(str, texts))
        for task in ('nsp', 'sop'):
            seen = set()
            for step in range(20):
                batch = self.batches(pair_task=task, pairs=1.0, lengths={64: 1.0})[step]
                for ids, types, length, label in zip(self.original(batch), batch.types, batch.lengths, batch.pairs):
                    seen.add(int(label))
                    if label == IGNORED:
                        continue
                    border = int(np.argmax(types))
                    first, second = ids[1 : border - 1].tolist(), ids[border : length - 1].tolist()
                    parts = second + first if task == 'sop' and label == 1 else first + second
                    if label == 0 or task == 'sop':
                        self.assertIn(' '.join(map(str, parts)), whole)
            self.assertLessEqual({0, 1}, seen)


class Models(unittest.TestCase):
    def test_padding_changes_nothing(self):
        for shape in (Shape('bert', 50, 32, 2, 2), Shape('albert', 50, 32, 3, 2, embedding=16)):
            torch.manual_seed(0)
            model = build(shape).eval()
            ids = torch.randint(5, 50, (2, 7))
            padded = torch.cat([ids, torch.zeros(2, 3, dtype=ids.dtype)], 1)
            alone = model(ids, torch.zeros_like(ids), None, torch.tensor([2, 9]))
            beside = model(padded, torch.zeros_like(padded), padded != 0, torch.tensor([2, 12]))
            for a, b in zip(alone, beside):
                torch.testing.assert_close(a, b)

    def test_export_and_back(self):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            tokenizer = characters([write(folder, '我们今天在这里学习语言模型。' * 3)], 40)
            shape = Shape('bert', tokenizer.get_vocab_size(), 32, 2, 2)
            model = build(shape)
            export(model, tokenizer, folder / 'parts', largest_file=30_000)
            export(model, tokenizer, folder / 'whole')
            self.assertGreater(len(list((folder / 'parts').glob('*.safetensors'))), 1)
            for part in ('parts', 'whole'):
                again, _ = load(folder / part)
                for name, tensor in model.state_dict().items():
                    torch.testing.assert_close(again.state_dict()[name], tensor.half().float())
            model.cls.predictions.bias.data[0] = float('inf')
            with self.assertRaises(ValueError):
                export(model, tokenizer, folder / 'bad')

    def test_rate_rises_holds_and_falls(self):
        preset = dataclasses.replace(PRESETS['smoke'], warm_up=0.1, cool_down=0.5)
        self.assertEqual([round(rate(share, preset), 6) for share in (0, 0.05, 0.1, 0.4, 0.75, 1)], [0, 0.5, 1, 1, 0.5, 0])


class Evaluation(unittest.TestCase):
    def test_generator(self):
        # mulberry32 with seed 1: the published JavaScript gives these.
        draws = mulberry32(1)
        self.assertEqual([int(next(draws) * 2**32) for _ in range(3)], [2693262067, 11749833, 2265367787])
        self.assertEqual(sorted(chosen(5, 5, 3)), [0, 1, 2, 3, 4])


class Smoke(unittest.TestCase):
    def test_trains_goes_on_and_writes_a_model(self):
        with tempfile.TemporaryDirectory() as name:
            def run(steps: int, *more: str) -> tuple[str, dict]:
                command = [sys.executable, HERE / 'train.py', '--preset', 'smoke', '--work', name, '--steps', str(steps)]
                output = subprocess.run([*command, *more], check=True, capture_output=True, text=True).stdout
                return output, json.loads((Path(name) / 'model' / 'results.json').read_text())

            _, first = run(40, '--stop-after', '0')
            self.assertEqual((first['step'], first['over']), (1, False))
            output, second = run(40)
            self.assertIn('goes on from checkpoint.pt, step 1\n', output)
            self.assertEqual((second['step'], second['over']), (40, True))
            self.assertLess(second['loss'], first['loss'] - 0.5)
            output, third = run(50)
            self.assertIn('goes on from held.pt, step 24\n', output)
            self.assertEqual(third['step'], 50)
            model, tokenizer = load(Path(name) / 'model')
            self.assertEqual(model.shape.vocabulary, tokenizer.get_vocab_size())

    def test_what_was_prepared_is_trained_on_without_the_texts(self):
        with tempfile.TemporaryDirectory() as name:
            folder, work = Path(name), Path(name) / 'work'

            def run(*more: str | Path) -> None:
                command = [sys.executable, HERE / 'train.py', '--preset', 'smoke', '--work', work, *more]
                subprocess.run(command, check=True, capture_output=True, text=True)

            def compressed(file: str, text: str) -> Path:
                path = folder / file
                path.write_bytes(lzma.compress(text.encode()))
                return path

            numbered = '\n\n'.join(f'{TEXT} Document number {i} ends here. ' * 9 for i in range(400))
            texts, held_out = compressed('text.txt.xz', numbered), compressed('held-out.txt.xz', TEXT)
            run('--prepare', '--texts', texts)
            self.assertFalse((work / 'checkpoint.pt').exists())
            texts.unlink()
            nothing = argparse.Namespace(texts=None, held_out=None, work=work)
            self.assertEqual(len(list(documents(held_out_text(PRESETS['smoke'], nothing), 'en'))), 40)
            run('--steps', '1', '--held-out', held_out)
            results = json.loads((work / 'model' / 'results.json').read_text())
            self.assertEqual((results['step'], results['sequences']), (1, 1))


if __name__ == '__main__':
    unittest.main()
