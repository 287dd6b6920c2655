#!/bin/bash
# What one page costs as the list grows: each default view in a park of 1,000 matters and in one of
# MATTERS, each page asked for right after a commit, so that nothing kept helps; medians of CPU time. TAP,
# with the figures as comments. Every filter and order: filters.sh.
#
#     tests/bench/views.sh BUILD [MATTERS] [ROUNDS]
#
# Aim: default views cost the same in both.
set -eu
build=$(realpath "$1")
matters=${2:-20000}
rounds=${3:-9}
here=$(cd "$(dirname "$0")" && pwd)
. "$here/park.sh"

# ask PATH: CPU milliseconds of one page drawn right after a commit.
ask() {
    park_commit
    from=$(cpu_ns)
    status=$(curl -s -o "$work/answer" -w '%{http_code}' -H "Cookie: $cookie" "http://127.0.0.1:$port$1")
    awk -v a="$from" -v b="$(cpu_ns)" 'BEGIN { print (b - a) / 1e6 }'
    [ "$status" = 200 ] || echo "$1: $status" >>"$work/refused"
}
median() { for _ in $(seq "$rounds"); do ask "$1"; done | sort -g | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

close_park() { kill "$server"; wait "$server" 2>/dev/null || true; server=; }

views="/matters /matters?mine=1 /matters?state=raised /matters?due=week /matters?due=late
/matters?state=resolved /matters?all=1 /todo /board"

: >"$work/refused"
park_make "$build" "$work/small" 1000
park_make "$build" "$work/large" "$matters"
park_open "$build" "$work/small"
for view in $views; do echo "$view $(median "$view")"; done >"$work/small.txt"
close_park
park_open "$build" "$work/large"
worst=0
for view in $views; do
    small=$(awk -v v="$view" '$1 == v { print $2 }' "$work/small.txt")
    large=$(median "$view")
    echo "# $view: $small ms of CPU with 1,000 matters, $large ms with $matters"
    worst=$(awk -v w="$worst" -v a="$small" -v b="$large" 'BEGIN { r = b / a; print (r > w ? r : w) }')
done
sort -u "$work/refused" | sed 's/^/# refused: /'
case_ "$([ -s "$work/refused" ] && echo 0 || echo 1)" "every view is answered"
case_ "$(least 2 "$worst")" "a default view costs at most twice as much (worst: $worst)"

echo "1..$n"
exit $failed
