#!/bin/sh
# The whole project is tidy; every finding is a failed case of its own.
#     tap_tidy.sh TIDY ROOT [--messages FILE]...
out=$(mktemp)
trap 'rm -f "$out"' EXIT
"$@" >"$out" 2>&1
status=$?
if [ $status = 0 ]; then
    printf '1..1\nok 1 - tidy\n'
    exit 0
fi
sed '/^tidy: [0-9]* to mend$/d' "$out" | awk '{ print "not ok " NR " - " $0 } END {
    if (NR == 0) print "not ok 1 - tidy ended with an error"
    print "1.." (NR ? NR : 1)
}'
