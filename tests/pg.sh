#!/bin/sh
# A PostgreSQL of the tests' own: a private directory, loopback, a free port, fsync off.
#
#     export LIANYUAN_TEST_PG=$(tests/pg.sh start /tmp/pg)     prints postgresql://127.0.0.1:PORT/...
#     tests/pg.sh stop /tmp/pg                                 stops it by its pid, removes /tmp/pg
#
# The server does not run as root: as root it runs as the user postgres (Debian's package makes it).
set -eu

say() { printf 'pg.sh: %s\n' "$*" >&2; }

as_server() {
    if [ "$(id -u)" = 0 ]; then
        runuser -u postgres -- "$@"
    else
        "$@"
    fi
}

start() {
    bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
    [ -x "$bin/initdb" ] || { say "no PostgreSQL server is installed (package postgresql)"; exit 1; }
    [ ! -e "$dir" ] || { say "$dir exists already"; exit 1; }
    mkdir -p "$dir"
    [ "$(id -u)" != 0 ] || chown postgres: "$dir"
    cd "$dir" # the server's user may not be able to see where we came from
    if ! as_server "$bin/initdb" -D "$dir/data" -U lianyuan -A trust -E UTF8 --locale=C \
        --no-sync --no-instructions >"$dir/initdb.log" 2>&1; then
        cat "$dir/initdb.log" >&2
        exit 1
    fi
    as_server tee -a "$dir/data/postgresql.conf" >/dev/null <<CONF
listen_addresses = '127.0.0.1'
unix_socket_directories = '$dir'
fsync = off
synchronous_commit = off
full_page_writes = off
max_connections = 200
shared_buffers = 64MB
CONF
    try=0
    while [ $try -lt 20 ]; do
        try=$((try + 1))
        port=$((20000 + $(od -An -N2 -tu2 /dev/urandom) % 30000))
        if as_server "$bin/pg_ctl" -D "$dir/data" -o "-p $port" -l "$dir/server.log" -w -t 30 start \
            >/dev/null 2>&1 </dev/null; then
            as_server "$bin/createdb" -h 127.0.0.1 -p "$port" -U lianyuan lianyuan
            echo "postgresql://lianyuan@127.0.0.1:$port/lianyuan"
            return 0
        fi
    done
    tail -n 20 "$dir/server.log" >&2
    exit 1
}

stop() {
    pid=$(head -n 1 "$dir/data/postmaster.pid" 2>/dev/null || true)
    if [ -n "$pid" ]; then
        kill -INT "$pid" 2>/dev/null || true # "fast": open sessions are ended
        i=0
        while kill -0 "$pid" 2>/dev/null && [ $i -lt 100 ]; do
            i=$((i + 1))
            sleep 0.1
        done
    fi
    [ ! -f "$dir/data/PG_VERSION" ] || rm -rf "$dir"
}

dir=${2:-}
case ${1:-}:$dir in
start:/*) start ;;
stop:/*) stop ;;
*)
    say "usage: tests/pg.sh start|stop /ABSOLUTE/DIR"
    exit 2
    ;;
esac
