#!/usr/bin/env bash
# Counts with strace how often the program asks the disk to sync: at least once for every note that it says is
# saved. Needs strace; `tests/disk/syncs.sh [PROGRAM]`, by default target/release/variorum.
set -euo pipefail
cd "$(dirname "$0")/../.."
program=$(realpath "${1:-target/release/variorum}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

printf 'A ship came in at noon. Nobody was hurt.\n' > "$work/ship.txt"
saved=0
for number in $(seq 1 20); do
    strace -f -qq -o "$work/trace.$number" -e trace=fsync,fdatasync \
        "$program" --notes "$work/notes.jsonl" notes add "$work/ship.txt" \
        --quote 'at noon' --text "note $number" > "$work/id"
    grep -q '^urn:uuid:' "$work/id" && saved=$((saved + 1))
    grep -q '^[0-9]* *fdatasync' "$work/trace.$number" || { echo "note $number: no data sync"; exit 1; }
done
syncs=$(cat "$work"/trace.* | grep -c 'sync')
echo "$saved notes acknowledged, $syncs syncs, a data sync with each"
test "$saved" = 20
