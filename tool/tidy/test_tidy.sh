#!/bin/sh
# tidy finds nothing in good/, and in bad/ exactly what bad/expect.txt says.
#     test_tidy.sh TIDY
tidy=$(realpath "$1")
cd "$(dirname "$0")" || exit 1
out=$(mktemp)
trap 'rm -f "$out"' EXIT
echo 1..2
if "$tidy" good --messages good/messages.txt >"$out" 2>&1; then
    echo "ok 1 - nothing found in good/"
else
    sed 's/^/# /' "$out"
    echo "not ok 1 - nothing found in good/"
fi
"$tidy" bad --messages bad/messages.txt >"$out" 2>&1
status=$?
if [ $status = 1 ] && diff bad/expect.txt "$out" >"$out.diff"; then
    echo "ok 2 - every fault of bad/ is found"
else
    sed 's/^/# /' "$out.diff"
    echo "not ok 2 - every fault of bad/ is found (exit status $status)"
fi
rm -f "$out.diff"
