#!/usr/bin/env bash
# Writes notes to a disk of 256 KB until it is full: none that was acknowledged may be lost, the message must be
# clear, and it must work again once there is room. Needs root, for a small disk in memory;
# `tests/disk/full.sh [PROGRAM]`, by default target/release/variorum.
set -euo pipefail
cd "$(dirname "$0")/../.."
program=$(realpath "${1:-target/release/variorum}")
work=$(mktemp -d)
mkdir "$work/disk"
mount -t tmpfs -o size=256k tmpfs "$work/disk"
trap 'umount "$work/disk"; rm -rf "$work"' EXIT

printf 'A ship came in at noon. Nobody was hurt.\n' > "$work/ship.txt"
long=$(printf 'word %.0s' $(seq 1 1500))
add() {
    "$program" --notes "$work/disk/notes.jsonl" notes add "$work/ship.txt" --quote 'at noon' --text "$long"
}
: > "$work/saved"
while add >> "$work/saved" 2> "$work/said"; do
    test "$(wc -l < "$work/saved")" -lt 200 || { echo "the disk was never full"; exit 1; }
done
grep -q 'not saved' "$work/said" && grep -q 'notes.jsonl' "$work/said" || { cat "$work/said"; exit 1; }
mount -o remount,size=2m "$work/disk"
add >> "$work/saved"

"$program" --notes "$work/disk/notes.jsonl" notes list --format json > "$work/list" 2> "$work/said"
while read -r id; do
    grep -qF "$id" "$work/list" || { echo "lost: $id"; exit 1; }
done < "$work/saved"
test ! -s "$work/said" || { cat "$work/said"; exit 1; }

# A file that may not grow (ulimit) is told as well, and ends nothing by a signal.
status=0
(ulimit -f 1; exec "$program" --notes "$work/disk/notes.jsonl" notes add "$work/ship.txt" --quote 'at noon' \
    --text "$long" > "$work/added" 2> "$work/said") || status=$?
test "$status" = 2 && grep -q 'not saved' "$work/said" || { echo "status $status"; cat "$work/said"; exit 1; }
add >> "$work/saved"
echo "$(wc -l < "$work/saved") notes acknowledged, all there, nothing damaged"
