"""Model folders as on the Hugging Face hub: `config.json`, `tokenizer.json`, `tokenizer_config.json`, fp16 weights.

    python export.py join FOLDER      # several weight files, as they travelled, become one model.safetensors
"""

import argparse
import json
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer

from model import PreTraining, Shape, build


def export(model: PreTraining, tokenizer: Tokenizer, folder: Path, largest_file: int | None = None) -> None:
    """Writes the folder. Weights larger than `largest_file` bytes are spread over several files, with an index."""
    folder.mkdir(parents=True, exist_ok=True)
    tensors = {name: tensor.half().cpu().contiguous() for name, tensor in model.state_dict().items()}
    if not all(torch.isfinite(tensor).all() for tensor in tensors.values()):
        raise ValueError('a weight is infinite, or too large for fp16')
    write_weights(tensors, folder, largest_file)
    (folder / 'config.json').write_text(json.dumps({**model.shape.config(), 'torch_dtype': 'float16'}, indent=2) + '\n')
    tokenizer.save(str(folder / 'tokenizer.json'), pretty=False)
    kinds = {kind: f'[{kind.upper()}]' for kind in ('pad', 'unk', 'cls', 'sep', 'mask')}
    settings = {
        'tokenizer_class': 'BertTokenizer',
        'do_lower_case': False,
        'model_max_length': model.shape.positions,
        **{f'{kind}_token': token for kind, token in kinds.items()},
    }
    (folder / 'tokenizer_config.json').write_text(json.dumps(settings, indent=2) + '\n')


def write_weights(tensors: dict[str, torch.Tensor], folder: Path, largest_file: int | None) -> None:
    for old in folder.glob('model*.safetensors*'):
        old.unlink()
    files: list[dict[str, torch.Tensor]] = [{}]
    size = 0
    for name, tensor in tensors.items():
        size += tensor.nbytes
        if largest_file and size > largest_file and files[-1]:
            files.append({})
            size = tensor.nbytes
        files[-1][name] = tensor
    if len(files) == 1:
        save_file(tensors, folder / 'model.safetensors', {'format': 'pt'})
        return
    names = [f'model-{i + 1:05}-of-{len(files):05}.safetensors' for i in range(len(files))]
    for name, part in zip(names, files):
        save_file(part, folder / name, {'format': 'pt'})
    index = {
        'metadata': {'total_size': sum(tensor.nbytes for tensor in tensors.values())},
        'weight_map': {tensor: name for name, part in zip(names, files) for tensor in part},
    }
    (folder / 'model.safetensors.index.json').write_text(json.dumps(index, indent=2) + '\n')


def weights_of(folder: Path) -> dict[str, torch.Tensor]:
    files = sorted(folder.glob('model*.safetensors'))
    return {name: tensor for file in files for name, tensor in load_file(file).items()}


def load(folder: Path) -> tuple[PreTraining, Tokenizer]:
    """The model of a folder that `export` wrote, in fp32."""
    config = json.loads((folder / 'config.json').read_text())
    model = build(
        Shape(
            family=config['model_type'],
            vocabulary=config['vocab_size'],
            hidden=config['hidden_size'],
            layers=config['num_hidden_layers'],
            heads=config['num_attention_heads'],
            embedding=config.get('embedding_size'),
            positions=config['max_position_embeddings'],
        )
    )
    model.load_state_dict({name: tensor.float() for name, tensor in weights_of(folder).items()})
    return model, Tokenizer.from_file(str(folder / 'tokenizer.json'))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('what', choices=['join'])
    parser.add_argument('folder', type=Path)
    folder = parser.parse_args().folder
    write_weights(weights_of(folder), folder, None)


if __name__ == '__main__':
    main()
