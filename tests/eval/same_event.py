#!/usr/bin/env python3
"""How well the cosine of two documents tells one event from another of its kind.

    tests/eval/same_event.py target/release/variorum ../shared/eval/ecbplus ../shared/eval/spark

The first folder holds a folder for each pair of ECB+, named by its two articles (TOPIC_NUMBERecb or
TOPIC_NUMBERecbplus, the ending tells the event); each further folder holds pairs about one event. Prints how many
pairs of each kind fall below the threshold of the program (`pairs[].doubtful`), and the area under the curve.
"""
import json
import pathlib
import subprocess
import sys


def pairs(program, folder):
    """The name of every pair of a folder, its cosine and whether the program doubts it."""
    for case in sorted(folder.iterdir()):
        texts = [case / 'a.txt', case / 'b.txt']
        if all(text.is_file() for text in texts):
            command = [program, 'compare', '--format', 'json', *texts]
            made = subprocess.run(command, capture_output=True, check=True)
            found, = json.loads(made.stdout)['pairs']
            yield case.name, found['cosine'], found['doubtful']


def is_one_event(name):
    one, other = name.split('__')
    return one.endswith('plus') == other.endswith('plus')


def area(same, other):
    """The chance that a pair from one event has the greater cosine."""
    wins = sum((x > y) + (x == y) / 2 for x in same for y in other)
    return wins / max(len(same) * len(other), 1)


def below(kind, found):
    doubted = sum(doubtful for _, doubtful in found)
    print(f'{kind}: {doubted} of {len(found)} below the threshold, {doubted / max(len(found), 1):.1%}')


def main():
    program, labelled, *others = sys.argv[1:]
    found = list(pairs(program, pathlib.Path(labelled)))
    same = [pair[1:] for pair in found if is_one_event(pair[0])]
    alike = [pair[1:] for pair in found if not is_one_event(pair[0])]
    below('one event', same)
    below('two events that look alike', alike)
    print(f'area under the curve: {area([c for c, _ in same], [c for c, _ in alike]):.3f}')
    for folder in others:
        below(folder, [pair[1:] for pair in pairs(program, pathlib.Path(folder))])


if __name__ == '__main__':
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main()
