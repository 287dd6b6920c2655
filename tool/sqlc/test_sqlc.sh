#!/bin/sh
# good/ compiles, in C too; each of bad/ is refused with what its first line expects.
# usage: test_sqlc.sh SQLC SOURCE_ROOT
set -u
sqlc=$(realpath "$1")
root=$(realpath "$2")
cd "$root/tool/sqlc" || exit 1
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
n=0
failed=0
result() {
    n=$((n + 1))
    if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; failed=1; fi
}
"$sqlc" ids "$tmp/ids.h" schema.sql
result $? ids
for f in good/*.sql; do
    name=$(basename "$f" .sql)
    "$sqlc" query "$tmp/$name.h" "$tmp/$name.c" "$f" schema.sql &&
        cc -std=gnu17 -Wall -Wextra -Werror -fsyntax-only -I"$tmp" -I"$root/src" "$tmp/$name.c"
    result $? "$f"
done
for f in bad/*.sql; do
    want=$(sed -n '1s/^-- expect: //p' "$f")
    got=$("$sqlc" query "$tmp/x.h" "$tmp/x.c" "$f" schema.sql 2>&1)
    status=$?
    case $got in
    "$f:$want"*) [ $status = 1 ]; same=$? ;;
    *) same=1 ;;
    esac
    [ $same = 0 ] || printf '# want %s:%s\n# got  %s\n' "$f" "$want" "$got"
    result $same "$f"
done
printf 'CREATE TABLE x (park park_id NOT NULL, n integer);\n' >"$tmp/bad.sql"
"$sqlc" ids "$tmp/ids.h" "$tmp/bad.sql" 2>&1 | grep -q ':1: no type "integer"'
result $? "a type that is none of ours"
"$sqlc" schema x "$tmp/a.h" "$tmp/a.c" "$root/src/db/test/shelf_schema/002_tally.sql" 2>&1 |
    grep -q 'counted 001, 002'
result $? "a gap in the migrations"
echo "1..$n"
exit $failed
