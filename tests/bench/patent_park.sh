#!/bin/bash
# Patents through the database: a file of RECORDS made-up publications as the European office exchanges
# them (priorities and citations with them) is imported beside a running server, broken off and begun
# again; then every page and command over them. TAP, with the figures as comments.
#
#     tests/bench/patent_park.sh BUILD [RECORDS] [KEEP]
#
# KEEP: a folder in which the park stays; where it has one, its records are not imported again.
# Aims, for any number of records: resident memory of the import under 300 MB and the log beside the
# database bounded; every page within a second of the server's CPU time; the server gone within two
# seconds of being told, also while it builds the index.
set -eu
build=$(realpath "$1")
records=${2:-20000}
keep=${3:-}
here=$(cd "$(dirname "$0")" && pwd)
. "$here/park.sh"
park=${keep:-$work}/park
import=
trap '[ -z "$import" ] || kill -9 "$import" 2>/dev/null; cleanup' EXIT
run() { "$build/lianyuan" --data "$park" "$@"; }
seconds() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.1f", (b - a) / 1000 }'; }
# figure NAME: of a report on standard input.
figure() { sed -n "s/.*\"$1\": *\\([0-9]*\\).*/\\1/p" | head -n 1; }

# watched OUT COMMAND...: leaves wall milliseconds in $took, CPU seconds in $cpu, the largest resident
# megabytes in $rss and the largest log in $log.
watched() {
    out=$1
    shift
    from=$(ms)
    log=0
    "$@" >"$out" 2>&1 &
    import=$!
    while kill -0 "$import" 2>/dev/null; do
        state=$(cat "/proc/$import/stat" 2>/dev/null) && cpu=$(echo "$state" | awk '{ print ($14 + $15) / 100 }')
        now=$(awk '/VmHWM/ { print int($2 / 1024) }' "/proc/$import/status" 2>/dev/null || true)
        rss=${now:-$rss}
        now=$(stat -c %s "$park/lianyuan.db-wal" 2>/dev/null || echo 0)
        [ "$now" -le "$log" ] || log=$now
        sleep 0.2
    done
    status=0
    wait "$import" || status=$?
    import=
    took=$(($(ms) - from))
}

# page MAX PATH: its status, and the CPU time that the server took, in milliseconds.
page() {
    before=$(cpu_ns)
    at=$(ms)
    code=$(curl -s -o "$work/page.html" -w '%{http_code}' -m 600 -H "Cookie: $cookie" "http://127.0.0.1:$port$2" || true)
    wall=$(($(ms) - at))
    used=$((($(cpu_ns) - before) / 1000000))
    echo "# $2: $code, $used ms CPU, $wall ms, $(wc -c <"$work/page.html") bytes"
    case_ "$([ "$code" = 200 ] && least "$1" "$used")" "$2 within $1 ms"
}

# command MAX WORDS...: the same of a command of its own; the index is opened for each.
command_() {
    max=$1
    shift
    from=$(ms)
    status=0
    { TIMEFORMAT='%U %S'; time run "$@" >"$work/command.txt" 2>"$work/command.err" || status=$?; } 2>"$work/time.txt"
    user=$(awk '{ printf "%d", ($1 + $2) * 1000 }' "$work/time.txt")
    echo "# lianyuan $*: $user ms CPU, $(($(ms) - from)) ms"
    case_ "$([ $status = 0 ] && least "$max" "$user")" "lianyuan $* within $max ms"
}

port=$(port)
rss=0
cpu=0
if [ ! -d "$park" ]; then
    "$build/lianyuan" init "$park" --sample >/dev/null
    "$build/lianyuan" patent generate "$records" --seed 7 --docdb >"$work/made.xml"
    echo "# the file: $(($(stat -c %s "$work/made.xml") / 1000000)) MB, $records records"
    park_serve "$build" "$park" "$port"

    # Broken off in the middle, and begun again.
    "$build/lianyuan" --data "$park" patent import "$work/made.xml" >/dev/null 2>&1 &
    import=$!
    for _ in $(seq 3000); do
        [ "$(run patent count '' 2>/dev/null | awk '/^count/ { print $2 }')" -lt 1500 ] || break
    done
    kill -9 "$import"
    wait "$import" 2>/dev/null || true
    watched "$work/report.json" "$build/lianyuan" --data "$park" patent import "$work/made.xml"
    same=$(figure same <"$work/report.json")
    new=$(figure new <"$work/report.json")
    echo "# import: $new new and $same that were kept before the kill, $(seconds 0 $took) s, $cpu s CPU, $rss MB, log $((log / 1000000)) MB"
    echo "# a second: $(awk -v n="$records" -v t=$took -v c="$cpu" 'BEGIN { printf "%d; per CPU second %d", n / t * 1000, n / c }'), families and all"
    case_ "$([ "$((${new:-0} + ${same:-0}))" = "$records" ] && [ "${same:-0}" -gt 0 ] && echo 1)" \
        "what was kept before the kill is found to be the same, and the rest comes"
    case_ "$(least 300 "$rss")" "the import stays under 300 MB"
    case_ "$(least 400000000 "$log")" "the log beside the database stays under 400 MB"
    echo "# the database: $(($(stat -c %s "$park/lianyuan.db") / 1000000)) MB"
    rm -f "$work/made.xml"
else
    park_serve "$build" "$park" "$port"
fi

# The index is fed beside the import; how long until it has everything?
from=$(ms)
for _ in $(seq 6000); do
    run patent index stat --format json 2>/dev/null | grep -q '"fresh": *true' && break
    sleep 0.1
done
echo "# the index has everything $(seconds "$from" "$(ms)") s later"
case_ "$(run patent index stat --format json | grep -q '"fresh": *true' && echo 1)" "the index has everything"

q=%E7%94%B5%E6%B1%A0 # 电池
page 1000 "/patents"
page 1000 "/patents?q=$q"
page 1000 "/patents?q=ti:$q%20AND%20ipc:H01M"
page 1000 "/patents?q=$q&skip=900"
one=$(grep -o 'href="/patents/[0-9][0-9]*' "$work/page.html" | head -n 1 | cut -d'"' -f 2)
page 1000 "$one"
for rows in all office section class subclass maingroup group applicant inventor year status legal kind type region zone firm; do
    page 1000 "/patents/heat?rows=$rows&columns=year"
done
page 1000 "/patents/heat?rows=subclass&columns=year&q=$q"
page 1000 "/patents/heat?rows=subclass&columns=year&unit=family"
for what in trend growth life classes applicants inventors places concentration rca fitness pairs effects cites legal; do
    page 1000 "/patents/analysis?what=$what"
done
page 1000 "/patents/analysis?what=trend&query=$q&unit=family"
for path in gaps indicators groups names sets; do
    page 1000 "/patents/$path"
done

# Collections: of a word, and of everything.
for query in 电池 ''; do
    run patent set_add --name "bench-$RANDOM" --query "${query:-NOT 没有的词}" >"$work/set.txt"
    set=$(awk '/^id/ { print $2 }' "$work/set.txt")
    page 1000 "/patents/sets/$set"
    command_ 60000 patent freeze --set "$set"
    page 1000 "/patents/sets/$set/compare?from=1&to=1"
    command_ 5000 patent sample --set "$set" --size 50
done

command_ 2000 patent count 电池
command_ 2000 patent list 电池 --limit 20
command_ 2000 patent table --rows class --columns year --query 电池

# A damaged file while serving: the pages go on; the next opening refuses it.
segment=$(ls -S "$park"/patent-index/*/segment-* | head -n 1)
page 1000 "/patents?q=$q"

# Told to go while it builds.
kill "$server"
wait "$server" 2>/dev/null || true
printf x | dd of="$segment" bs=1 seek=5000 conv=notrunc 2>/dev/null
case_ "$(run patent index verify >"$work/verify.txt" 2>&1 || echo 1)" "verify refuses a damaged file"
"$build/lianyuan" serve --data "$park" --listen "127.0.0.1:$port" >"$park/serve.log" 2>&1 &
server=$!
sleep 1.5
from=$(ms)
kill "$server"
wait "$server" 2>/dev/null || true
gone=$(($(ms) - from))
server=
echo "# gone $gone ms after the signal"
case_ "$(least 2000 $gone)" "the server ends within 2 s while it builds the index"
from=$(ms)
run patent index build >/dev/null
echo "# build of the index from the records: $(seconds "$from" "$(ms)") s"
watched "$work/verify.txt" "$build/lianyuan" --data "$park" patent index verify
echo "# verify: $(seconds 0 $took) s, $cpu s CPU, $rss MB"
case_ "$([ "$status" = 0 ] && echo 1)" "verify finds nothing wrong"
echo "1..$n"
exit $failed
