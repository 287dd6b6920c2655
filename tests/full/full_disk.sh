#!/bin/sh
# A real server on a disk that is full: what it answers, what it keeps, how it recovers.
#
#     full_disk.sh PROGRAM         TAP; needs a mount namespace of its own for a disk of 32 MB
set -u
here=$(cd "$(dirname "$0")" && pwd)
program=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
dir=$(mktemp -d)
trap 'rmdir "$dir"' EXIT
if ! unshare --map-root-user --mount mount -t tmpfs -o size=32m none "$dir" 2>/dev/null; then
    echo "1..0 # SKIP this system lets nobody mount a disk of his own"
    exit 0
fi
unshare --map-root-user --mount sh -c \
    'mount -t tmpfs -o size=32m none "$1" && exec node "$2" "$3" "$1"' - "$dir" "$here/full_disk.mjs" "$program"
