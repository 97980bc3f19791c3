"""BERT and ALBERT with their pre-training heads, as small as they can be written.

The modules are named as in the published checkpoints, so that `state_dict()` *is* the file that others read
(transformers: `BertForPreTraining`, `AlbertForPreTraining`). Shapes: [B, S] tokens, [B, S, H] hidden states, [R] masked
places counted over the whole batch (b * S + s). Only these R rows are projected to the vocabulary: 15 % of the work.

Devlin et al. 2019 (BERT), Lan et al. 2020 (ALBERT); the arrangement of the layers follows transformers' modeling_bert.py
and modeling_albert.py.
"""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn


@dataclass(frozen=True)
class Shape:
    family: str  # 'bert' or 'albert'
    vocabulary: int
    hidden: int
    layers: int
    heads: int
    embedding: int | None = None  # width of the embeddings, where it is not `hidden` (ALBERT)
    positions: int = 512

    @property
    def inner(self) -> int:
        return 4 * self.hidden

    def config(self) -> dict:
        """`config.json`, with the field names of transformers."""
        albert = self.family == 'albert'
        return {
            'architectures': ['AlbertForPreTraining' if albert else 'BertForPreTraining'],
            'model_type': self.family,
            'vocab_size': self.vocabulary,
            'hidden_size': self.hidden,
            'num_hidden_layers': self.layers,
            'num_attention_heads': self.heads,
            'intermediate_size': self.inner,
            'max_position_embeddings': self.positions,
            'type_vocab_size': 2,
            'hidden_act': 'gelu',
            'layer_norm_eps': 1e-12,
            'initializer_range': 0.02,
            'hidden_dropout_prob': 0.0,
            'attention_probs_dropout_prob': 0.0,
            'pad_token_id': 0,
            **({'embedding_size': self.embedding, 'num_hidden_groups': 1, 'inner_group_num': 1} if albert else {}),
        }


def build(shape: Shape) -> 'PreTraining':
    model = PreTraining(shape)
    for module in model.modules():
        if isinstance(module, (nn.Linear, nn.Embedding)):
            nn.init.trunc_normal_(module.weight, std=0.02, a=-0.04, b=0.04)
        if isinstance(module, nn.Linear) and module.bias is not None:
            nn.init.zeros_(module.bias)
    return model


class PreTraining(nn.Module):
    """An encoder with two heads: masked words, and whether the second text follows the first (NSP) or precedes it (SOP)."""

    def __init__(self, shape: Shape):
        super().__init__()
        self.shape = shape
        width = shape.embedding or shape.hidden
        if shape.family == 'albert':
            self.albert = AlbertModel(shape, width)
            self.predictions = AlbertMaskedWords(shape, width)
            self.sop_classifier = Classifier(shape.hidden)
        else:
            self.bert = BertModel(shape, width)
            self.cls = BertHeads(shape)

    def forward(self, ids: Tensor, types: Tensor, mask: Tensor | None, rows: Tensor) -> tuple[Tensor, Tensor]:
        """
        ids, types: int [B, S]; mask: bool [B, S], False where padded, or None; rows: int [R].
        Returns the vocabulary's logits [R, V] of the places `rows`, and the pair's logits [B, 2].
        """
        encoder = self.albert if self.shape.family == 'albert' else self.bert
        hidden, pooled = encoder(ids, types, mask)
        chosen = hidden.flatten(0, 1)[rows]
        words = encoder.embeddings.word_embeddings.weight
        if self.shape.family == 'albert':
            return self.predictions(chosen, words), self.sop_classifier.classifier(pooled)
        return self.cls.predictions(chosen, words), self.cls.seq_relationship(pooled)


class Embeddings(nn.Module):
    def __init__(self, shape: Shape, width: int):
        super().__init__()
        self.word_embeddings = nn.Embedding(shape.vocabulary, width)
        self.position_embeddings = nn.Embedding(shape.positions, width)
        self.token_type_embeddings = nn.Embedding(2, width)
        self.LayerNorm = nn.LayerNorm(width, eps=1e-12)

    def forward(self, ids: Tensor, types: Tensor) -> Tensor:
        positions = self.position_embeddings.weight[: ids.shape[1]]
        return self.LayerNorm(self.word_embeddings(ids) + self.token_type_embeddings(types) + positions)


def attend(query: Tensor, key: Tensor, value: Tensor, heads: int, mask: Tensor | None) -> Tensor:
    """Multi-head attention (Vaswani et al. 2017) over [B, S, H]; all tokens see all tokens that are not padding."""
    q, k, v = (x.unflatten(-1, (heads, -1)).transpose(1, 2) for x in (query, key, value))
    seen = None if mask is None else mask[:, None, None, :]
    if query.is_cuda:
        mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=seen)
    else:  # spelled out: three times as fast on a CPU as the fused one's backward pass
        scores = q * q.shape[-1] ** -0.5 @ k.transpose(-1, -2)
        mixed = (scores if seen is None else scores.masked_fill(~seen, -1e4)).softmax(-1) @ v
    return mixed.transpose(1, 2).flatten(2)


class Dense(nn.Module):
    """A linear layer, its result added to what came in beside it, and normalised."""

    def __init__(self, inputs: int, outputs: int):
        super().__init__()
        self.dense = nn.Linear(inputs, outputs)
        self.LayerNorm = nn.LayerNorm(outputs, eps=1e-12)

    def forward(self, x: Tensor, residual: Tensor) -> Tensor:
        return self.LayerNorm(self.dense(x) + residual)


# ---- BERT

class BertSelfAttention(nn.Module):
    def __init__(self, hidden: int, heads: int):
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value = (nn.Linear(hidden, hidden) for _ in range(3))

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        return attend(self.query(x), self.key(x), self.value(x), self.heads, mask)


class BertLayer(nn.Module):
    def __init__(self, shape: Shape):
        super().__init__()
        self.attention = nn.ModuleDict(
            {'self': BertSelfAttention(shape.hidden, shape.heads), 'output': Dense(shape.hidden, shape.hidden)}
        )
        self.intermediate = nn.ModuleDict({'dense': nn.Linear(shape.hidden, shape.inner)})
        self.output = Dense(shape.inner, shape.hidden)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        x = self.attention['output'](self.attention['self'](x, mask), x)
        return self.output(F.gelu(self.intermediate['dense'](x)), x)


class BertModel(nn.Module):
    def __init__(self, shape: Shape, width: int):
        super().__init__()
        self.embeddings = Embeddings(shape, width)
        self.encoder = nn.ModuleDict({'layer': nn.ModuleList(BertLayer(shape) for _ in range(shape.layers))})
        self.pooler = nn.ModuleDict({'dense': nn.Linear(shape.hidden, shape.hidden)})

    def forward(self, ids: Tensor, types: Tensor, mask: Tensor | None) -> tuple[Tensor, Tensor]:
        x = self.embeddings(ids, types)
        for layer in self.encoder['layer']:
            x = layer(x, mask)
        return x, torch.tanh(self.pooler['dense'](x[:, 0]))


class BertMaskedWords(nn.Module):
    """The projection shares its matrix with the word embeddings; it has a bias of its own."""

    def __init__(self, shape: Shape):
        super().__init__()
        self.transform = nn.ModuleDict(
            {'dense': nn.Linear(shape.hidden, shape.hidden), 'LayerNorm': nn.LayerNorm(shape.hidden, eps=1e-12)}
        )
        self.bias = nn.Parameter(torch.zeros(shape.vocabulary))

    def forward(self, rows: Tensor, words: Tensor) -> Tensor:
        x = self.transform['LayerNorm'](F.gelu(self.transform['dense'](rows)))
        return F.linear(x, words, self.bias)


class BertHeads(nn.Module):
    def __init__(self, shape: Shape):
        super().__init__()
        self.predictions = BertMaskedWords(shape)
        self.seq_relationship = nn.Linear(shape.hidden, 2)


# ---- ALBERT: narrow embeddings, and one layer that is used again and again

class AlbertLayer(nn.Module):
    def __init__(self, shape: Shape):
        super().__init__()
        self.attention = AlbertAttention(shape.hidden, shape.heads)
        self.ffn = nn.Linear(shape.hidden, shape.inner)
        self.ffn_output = nn.Linear(shape.inner, shape.hidden)
        self.full_layer_layer_norm = nn.LayerNorm(shape.hidden, eps=1e-12)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        x = self.attention(x, mask)
        return self.full_layer_layer_norm(self.ffn_output(F.gelu(self.ffn(x))) + x)


class AlbertAttention(BertSelfAttention):
    def __init__(self, hidden: int, heads: int):
        super().__init__(hidden, heads)
        self.dense = nn.Linear(hidden, hidden)
        self.LayerNorm = nn.LayerNorm(hidden, eps=1e-12)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        return self.LayerNorm(self.dense(super().forward(x, mask)) + x)


class AlbertModel(nn.Module):
    def __init__(self, shape: Shape, width: int):
        super().__init__()
        self.layers = shape.layers
        self.embeddings = Embeddings(shape, width)
        group = nn.ModuleDict({'albert_layers': nn.ModuleList([AlbertLayer(shape)])})
        self.encoder = nn.ModuleDict(
            {
                'embedding_hidden_mapping_in': nn.Linear(width, shape.hidden),
                'albert_layer_groups': nn.ModuleList([group]),
            }
        )
        self.pooler = nn.Linear(shape.hidden, shape.hidden)

    def forward(self, ids: Tensor, types: Tensor, mask: Tensor | None) -> tuple[Tensor, Tensor]:
        x = self.encoder['embedding_hidden_mapping_in'](self.embeddings(ids, types))
        layer = self.encoder['albert_layer_groups'][0]['albert_layers'][0]
        for _ in range(self.layers):
            x = layer(x, mask)
        return x, torch.tanh(self.pooler(x[:, 0]))


class AlbertMaskedWords(nn.Module):
    def __init__(self, shape: Shape, width: int):
        super().__init__()
        self.dense = nn.Linear(shape.hidden, width)
        self.LayerNorm = nn.LayerNorm(width, eps=1e-12)
        self.bias = nn.Parameter(torch.zeros(shape.vocabulary))

    def forward(self, rows: Tensor, words: Tensor) -> Tensor:
        return F.linear(self.LayerNorm(F.gelu(self.dense(rows))), words, self.bias)


class Classifier(nn.Module):
    def __init__(self, hidden: int):
        super().__init__()
        self.classifier = nn.Linear(hidden, 2)
