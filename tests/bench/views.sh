#!/bin/bash
# What one page costs as the list grows: each default view in a park of 1,000 matters and in one of
# MATTERS, each page asked for right after a commit, so that nothing kept helps; medians. Then every
# filter with every order in the large park. TAP, with the figures as comments.
#
#     tests/bench/views.sh BUILD [MATTERS] [ROUNDS]
#
# Aims: default views cost the same in both; any filter and order under 50 ms at 20,000 matters and
# 300 ms at 100,000.
set -eu
build=$(realpath "$1")
matters=${2:-20000}
rounds=${3:-9}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
server=
. "$here/park.sh"
cleanup() {
    [ -z "$server" ] || kill "$server" 2>/dev/null || true
    wait 2>/dev/null || true
    rm -rf "$work"
}
trap cleanup EXIT

# ask PATH: milliseconds of one page drawn right after a commit.
ask() {
    curl -s -o /dev/null -H "Authorization: Bearer $token" -H 'Content-Type: application/json' \
        -d "{\"id\":\"$id\",\"text\":\"note\"}" "http://127.0.0.1:$port/api/v1/matter/note"
    curl -s -o "$work/answer" -w '%{http_code} %{time_total}\n' -H "Cookie: $cookie" \
        "http://127.0.0.1:$port$1" | awk -v page="$1" '$1 != 200 { print page ": " $1 >"/dev/stderr" }
            { print $2 * 1000 }'
}
median() { for _ in $(seq "$rounds"); do ask "$1"; done | sort -g | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

open_park() {
    port=$(port)
    park_serve "$build" "$work/$1" "$port"
    token=$(park_token "$build" "$work/$1")
    id=$("$build/lianyuan" --data "$work/$1" --format json matter list --limit 1 |
        grep -o '"id": *"[0-9]*"' | grep -o '[0-9]*' | head -n 1)
}
close_park() { kill "$server"; wait "$server" 2>/dev/null || true; server=; }

views="/matters /matters?mine=1 /matters?state=raised /matters?due=week /matters?due=late
/matters?state=resolved /matters?all=1 /todo /board"

park_make "$build" "$work/small" 1000
park_make "$build" "$work/large" "$matters"
open_park small
for view in $views; do echo "$view $(median "$view")"; done >"$work/small.txt"
close_park
open_park large
worst=0
for view in $views; do
    small=$(awk -v v="$view" '$1 == v { print $2 }' "$work/small.txt")
    large=$(median "$view")
    echo "# $view: $small ms of 1,000 matters, $large ms of $matters"
    worst=$(awk -v w="$worst" -v a="$small" -v b="$large" 'BEGIN { r = b / a; print (r > w ? r : w) }')
done
case_ "$(least 2 "$worst")" "a default view costs at most twice as much (worst: $worst)"

limit=$((matters > 20000 ? 300 : 50))
slow=0
for order in due newest oldest number state department; do
    for filter in '' text=融资 text=B0000777 state=working source=visit department=规划建设局 firm=样例企业7 \
        due=late due=week overdue=1 age=90 'raised_from=2026-05-01&raised_to=2026-05-31' \
        'state=working&text=消防&department=规划建设局' urgency=hard mine=1 all=1 'all=1&reverse=1' \
        'state=closed&text=道路' 'state=refused' 'open=1&text=招工&age=30'; do
        took=$(ask "/matters?order=$order&$filter" 2>>"$work/refused")
        if [ "$(least "$slow" "$took")" = 0 ]; then slow=$took slowest="order=$order&$filter"; fi
    done
done
echo "# dearest filter and order of $matters: $slow ms ($slowest)"
sort -u "$work/refused" | sed 's/^/# refused: /'
case_ "$([ -s "$work/refused" ] && echo 0 || echo 1)" "no filter is refused"
case_ "$(least "$limit" "$slow")" "any filter and order is answered in under $limit ms"
echo "1..$n"
exit $failed
