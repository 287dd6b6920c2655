#!/bin/sh
# The whole project is tidy, its templates' sentences included; every finding is a case of its own.
#     tap_tidy.sh TIDY TMPLC ROOT
tidy=$1
tmplc=$2
root=$3
out=$(mktemp)
messages=$(mktemp)
trap 'rm -f "$out" "$messages"' EXIT
templates=$(find "$root/src" -name '*.tmpl' | sort)
status=0
[ -z "$templates" ] || "$tmplc" --messages $templates >"$messages" 2>"$out" || status=$?
[ $status != 0 ] || "$tidy" "$root" --messages "$messages" >"$out" 2>&1 || status=$?
if [ $status = 0 ]; then
    printf '1..1\nok 1 - tidy\n'
    exit 0
fi
sed "/^tidy: [0-9]* to mend\$/d; s|$root/||" "$out" | awk '{ print "not ok " NR " - " $0 } END {
    if (NR == 0) print "not ok 1 - tidy ended with an error"
    print "1.." (NR ? NR : 1)
}'
