#!/bin/bash
# The list page: 50 of 100,000 matters, signed in, filtered and ordered; per CPU second of the
# server, against the same library answering with a static body of the same bytes (the peer), in one
# run. TAP, with the figures as comments.
#
#     tests/bench/list.sh BUILD [MATTERS] [SECONDS]
#
# Floors: 20 % of the peer, and 12 % while 200 acts a second commit; p99 under 20 ms.
# Also: cold start to the first page, resident memory, import of the rows.
set -eu
build=$(realpath "$1")
matters=${2:-100000}
seconds=${3:-8}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
server=
peer=
cleanup() {
    [ -z "$server" ] || kill "$server" 2>/dev/null || true
    [ -z "$peer" ] || kill "$peer" 2>/dev/null || true
    wait 2>/dev/null || true
    rm -rf "$work"
}
trap cleanup EXIT
ticks=$(getconf CLK_TCK)
n=0
failed=0

# case_ GOOD(0|1) TEXT
case_() {
    n=$((n + 1))
    if [ "$1" = 1 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; failed=1; fi
}
least() { awk -v a="$1" -v b="$2" 'BEGIN { print (a + 0 >= b + 0) ? 1 : 0 }'; }
cpu_of() { awk -v t="$ticks" '{ print ($14 + $15) / t }' "/proc/$1/stat"; }
port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
ms() { date +%s%3N; }

"$build/lianyuan" init "$work/park" --sample >/dev/null

# Rows of about 300 characters, in sheets of 10,000.
from=$(ms)
made=0
while [ "$made" -lt "$matters" ]; do
    awk -v from="$made" 'BEGIN {
        print "外部编号,标题,诉求内容,企业,主办部门,提出日期"
        split("用地,供电,排水,融资,招工,道路,环评,消防", word, ",")
        for (i = from + 1; i <= from + 10000; i++) {
            text = ""
            for (k = 0; k < 14; k++)
                text = text word[(i * 7 + k * 3) % 8 + 1] "问题影响生产经营请尽快研究解决并答复" (i * 31 + k * 17) % 9973
            printf "B%07d,第%d件%s诉求,%s,样例企业%d,规划建设局,2026-%02d-%02d\n", i, i, word[i % 8 + 1], text, i % 900, i % 6 + 4, i % 28 + 1
        }
    }' >"$work/rows.csv"
    start=$(ms)
    "$build/lianyuan" --data "$work/park" matter import "$work/rows.csv" >"$work/import.json"
    made=$((made + 10000))
    [ "$made" != 10000 ] || first=$(($(ms) - start))
done
echo "# import: the first 10,000 rows in $first ms, $matters in $(($(ms) - from)) ms"
case_ "$(least 6000 "$first")" "10,000 rows of 300 characters are imported in under 6 s"

port=$(port)
start=$(ms)
"$build/lianyuan" serve --data "$work/park" --listen "127.0.0.1:$port" >"$work/serve.log" 2>&1 &
server=$!
until curl -sf -o /dev/null "http://127.0.0.1:$port/sign-in"; do sleep 0.005; done
cold=$(($(ms) - start))
echo "# cold start to the first page: $cold ms"
case_ "$(least 150 "$cold")" "cold start to the first page in under 150 ms"

password=$(awk -F'\t' '$2 == "coord" { print $3 }' "$work/park/sample-accounts.txt")
jar=$work/jar
curl -s -c "$jar" -b "$jar" "http://127.0.0.1:$port/sign-in" >"$work/sign-in.html"
field() { sed -n "s/.*name=\"$1\"[^>]*value=\"\([^\"]*\)\".*/\1/p" "$work/sign-in.html" | head -n 1; }
curl -s -o /dev/null -c "$jar" -b "$jar" -H "Origin: http://127.0.0.1:$port" \
    --data-urlencode "_token=$(field _token)" --data-urlencode "_act=$(field _act)" \
    --data-urlencode "login=coord" --data-urlencode "password=$password" \
    "http://127.0.0.1:$port/sign-in"
cookie=$(awk '/^[^#]|^#HttpOnly_/ { printf "%s%s=%s", (c++ ? "; " : ""), $6, $7 }' "$jar")
page="/matters?state=working&order=due"
curl -s -b "$jar" "http://127.0.0.1:$port$page" >"$work/page.html"
rows=$(grep -o 'href="/matters/[0-9]*"' "$work/page.html" | sort -u | wc -l)
echo "# the page: $(wc -c <"$work/page.html") bytes, $rows matters"
case_ "$(least "$rows" 50)" "the page has 50 matters"

# load NAME PID URL: requests per CPU second of that process; leaves it in $per_cpu.
load() {
    before=$(cpu_of "$2")
    wrk -t 1 -c 32 -d "${seconds}s" --latency -H "Cookie: $cookie" "$3" >"$work/wrk-$1.txt"
    after=$(cpu_of "$2")
    total=$(sed -n 's/^ *\([0-9]*\) requests in.*/\1/p' "$work/wrk-$1.txt")
    bad=$(sed -n 's/.*Non-2xx or 3xx responses: //p' "$work/wrk-$1.txt")
    per_cpu=$(awk -v n="$total" -v a="$before" -v b="$after" 'BEGIN { print n / (b - a) }')
    echo "# $1: $total requests, ${bad:-0} bad, $per_cpu per CPU second, p99 $(awk '$1 == "99%" { print $2 }' "$work/wrk-$1.txt")"
}

load warm "$server" "http://127.0.0.1:$port$page"
load list "$server" "http://127.0.0.1:$port$page"
list=$per_cpu
echo "# resident: $(awk '/VmRSS/ { print $2 / 1024 " MB" }' /proc/$server/status)"
rss=$(awk '/VmRSS/ { print $2 / 1024 }' "/proc/$server/status")
peer_port=$(port)
"$build/tests/bench_peer" "$peer_port" 2 "$work/page.html" >/dev/null &
peer=$!
sleep 0.2
load peer "$peer" "http://127.0.0.1:$peer_port/"
ratio=$(awk -v a="$list" -v b="$per_cpu" 'BEGIN { print 100 * a / b }')
echo "# list : peer = $ratio %"
case_ "$(least "$ratio" 20)" "the list page reaches 20 % of a static body"
case_ "$(least 80 "$rss")" "resident memory is under 80 MB"
peer_per_cpu=$per_cpu

# The same while acts commit.
"$here/acts_through_api.sh" "$build/lianyuan" "$work/park" "$port" "$seconds" >"$work/acts.txt" 2>&1 &
acts=$!
sleep 1
load busy "$server" "http://127.0.0.1:$port$page"
wait $acts || true
cat "$work/acts.txt"
ratio=$(awk -v a="$per_cpu" -v b="$peer_per_cpu" 'BEGIN { print 100 * a / b }')
echo "# list while acts commit : peer = $ratio %"
case_ "$(least "$ratio" 12)" "while acts commit it reaches 12 %"
echo "1..$n"
exit $failed
