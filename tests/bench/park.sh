# Sourced by the benches of the list: a park with many matters, its server, a signed-in reader. What
# they write lies in $work; $server and $peer, while there are such, end with them.

work=$(mktemp -d)
server=
peer=
cleanup() {
    [ -z "$server$peer" ] || kill $server $peer 2>/dev/null || true
    wait 2>/dev/null || true
    rm -rf "$work"
}
trap cleanup EXIT

port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
ms() { date +%s%3N; }
# least A B: 1 when both are numbers and A is at least B.
least() { awk -v a="$1" -v b="$2" 'BEGIN { n = "^[0-9.]+(e[-+]?[0-9]+)?$"; print (a ~ n && b ~ n && a + 0 >= b + 0) ? 1 : 0 }'; }

n=0
failed=0
# case_ GOOD(0|1) TEXT
case_() {
    n=$((n + 1))
    if [ "$1" = 1 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; failed=1; fi
}

# cpu_ns: what the server's threads have used so far. Beside others on the machine a page's wall time
# says little; this is its own.
cpu_ns() { cat /proc/"$server"/task/*/schedstat | awk '{ n += $1 } END { printf "%.0f", n }'; }

# park_rows FROM N: a sheet of N rows of about 300 characters.
park_rows() {
    awk -v from="$1" -v n="$2" 'BEGIN {
        print "外部编号,标题,诉求内容,企业,主办部门,提出日期"
        split("用地,供电,排水,融资,招工,道路,环评,消防", word, ",")
        for (i = from + 1; i <= from + n; i++) {
            text = ""
            for (k = 0; k < 14; k++)
                text = text word[(i * 7 + k * 3) % 8 + 1] "问题影响生产经营请尽快研究解决并答复" (i * 31 + k * 17) % 9973
            printf "B%07d,第%d件%s诉求,%s,样例企业%d,规划建设局,2026-%02d-%02d\n", i, i, word[i % 8 + 1], text, i % 900, i % 6 + 4, i % 28 + 1
        }
    }'
}

# park_make BUILD DIR N: the sample park and N matters more; how long the first sheet of 10,000 took
# stays in $first.
park_make() {
    "$1/lianyuan" init "$2" --sample >/dev/null
    made=0
    while [ "$made" -lt "$3" ]; do
        rows=$(($3 - made < 10000 ? $3 - made : 10000))
        park_rows "$made" "$rows" >"$2.csv"
        start=$(ms)
        "$1/lianyuan" --data "$2" matter import "$2.csv" >/dev/null
        made=$((made + rows))
        [ "$made" != "$rows" ] || first=$(($(ms) - start))
    done
    rm -f "$2.csv"
}

# park_serve BUILD DIR PORT: leaves the process in $server, the time to the first page in $cold, and
# the coordinator's cookie in $cookie.
park_serve() {
    start=$(ms)
    "$1/lianyuan" serve --data "$2" --listen "127.0.0.1:$3" >"$2/serve.log" 2>&1 &
    server=$!
    for _ in $(seq 2000); do curl -sf -o /dev/null "http://127.0.0.1:$3/sign-in" && break; sleep 0.005; done
    cold=$(($(ms) - start))
    park_sign_in "$2" "$3" coord
}

# park_sign_in DIR PORT LOGIN: leaves the cookie in $cookie.
park_sign_in() {
    jar=$1/jar-$3
    curl -s -c "$jar" -b "$jar" "http://127.0.0.1:$2/sign-in" >"$1/sign-in.html"
    field() { sed -n "s/.*name=\"$1\"[^>]*value=\"\([^\"]*\)\".*/\1/p" "$2/sign-in.html" | head -n 1; }
    curl -s -o /dev/null -c "$jar" -b "$jar" -H "Origin: http://127.0.0.1:$2" \
        --data-urlencode "_token=$(field _token "$1")" --data-urlencode "_act=$(field _act "$1")" \
        --data-urlencode "login=$3" \
        --data-urlencode "password=$(awk -F'\t' -v who="$3" '$2 == who { print $3 }' "$1/sample-accounts.txt")" \
        "http://127.0.0.1:$2/sign-in"
    cookie=$(awk '/^[^#]|^#HttpOnly_/ { printf "%s%s=%s", (c++ ? "; " : ""), $6, $7 }' "$jar")
}

# park_token BUILD DIR: a bearer token of the coordinator.
park_token() {
    "$1/lianyuan" --data "$2" --format json token create coord --name bench --days 1 |
        sed -n 's/.*"secret": *"\([^"]*\)".*/\1/p'
}

# park_open BUILD DIR: serves the park; leaves $port, $token and a matter's $id for park_commit.
park_open() {
    port=$(port)
    park_serve "$1" "$2" "$port"
    token=$(park_token "$1" "$2")
    id=$("$1/lianyuan" --data "$2" --format json matter list --limit 1 |
        grep -o '"id": *"[0-9]*"' | grep -o '[0-9]*' | head -n 1)
}

# One act, so that nothing of earlier answers is kept.
park_commit() {
    curl -s -o /dev/null -H "Authorization: Bearer $token" -H 'Content-Type: application/json' \
        -d "{\"id\":\"$id\",\"text\":\"note\"}" "http://127.0.0.1:$port/api/v1/matter/note"
}
