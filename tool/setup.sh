# Sourced by run and test: what the machine needs, installed when missing.
# Debian's release pins the packages' versions; ui/package-lock.json pins what comes from npm.

# What building and serving need. A program that is there under its own name (a newer node, say)
# is taken as it is.
build_packages="gcc libc6-dev meson ninja-build pkg-config zlib1g-dev libmicrohttpd-dev libpq-dev
libsodium-dev libjansson-dev libxlsxwriter-dev libzip-dev libexpat1-dev libbrotli-dev libfreexl-dev libcurl4-openssl-dev ca-certificates"
command -v node >/dev/null 2>&1 || build_packages="$build_packages nodejs"
command -v npm >/dev/null 2>&1 || build_packages="$build_packages npm"

say() { printf '%s\n' "$*" >&2; }

# need_packages NAME...: installs the missing ones as root; without root prints the one line that
# does it, and ends.
need_packages() {
    missing=
    for p in "$@"; do
        case $(dpkg-query -W -f='${db:Status-Status}' "$p" 2>/dev/null) in
        installed) ;;
        *) missing="$missing $p" ;;
        esac
    done
    [ -z "$missing" ] && return 0
    if [ "$(id -u)" != 0 ]; then
        say "These Debian packages are missing. As root, run this one line, then start again:"
        say "apt-get update && apt-get install -y --no-install-recommends$missing"
        exit 1
    fi
    say "Installing:$missing"
    log=$(mktemp)
    if ! { apt-get update && DEBIAN_FRONTEND=noninteractive \
        apt-get install -y --no-install-recommends $missing; } >"$log" 2>&1 </dev/null; then
        tail -n 20 "$log" >&2
        say "apt-get failed; its whole output is in $log"
        exit 1
    fi
    rm -f "$log"
}

# need_node_modules DIR: what DIR/package-lock.json pins, unless it is there already.
need_node_modules() {
    [ -f "$1/package-lock.json" ] || return 0
    cmp -s "$1/package-lock.json" "$1/node_modules/.lock-installed" && return 0
    say "Fetching the pinned npm packages of $1/"
    log=$(mktemp)
    if ! npm ci --ignore-scripts --no-audit --no-fund --prefix "$1" >"$log" 2>&1 </dev/null; then
        tail -n 20 "$log" >&2
        say "npm failed; its whole output is in $log"
        exit 1
    fi
    rm -f "$log"
    cp "$1/package-lock.json" "$1/node_modules/.lock-installed"
}

# compile DIR OPTION...: configures DIR once, then builds TARGETS (everything), JOBS at
# a time; the output is shown only when it fails.
compile() {
    dir=$1
    shift
    log=$(mktemp)
    if [ ! -f "$dir/build.ninja" ] && ! meson setup "$dir" "$@" >"$log" 2>&1 </dev/null; then
        cat "$log" >&2
        rm -rf "$log" "$dir"
        return 1
    fi
    if ! ninja -k 0 -C "$dir" ${JOBS:+-j "$JOBS"} ${TARGETS:-} >"$log" 2>&1 </dev/null; then
        grep -v '^\[[0-9]*/[0-9]*\] ' "$log" >&2 || cat "$log" >&2
        rm -f "$log"
        return 1
    fi
    rm -f "$log"
}
