#!/bin/sh
# Runs every fuzzer of a -Dfuzz=true build for some seconds, from its seeds, as many at a time as there
# are processors. TAP.
#
#     tests/fuzz/run.sh BUILD SECONDS
#     FUZZ_SEED=0 tests/fuzz/run.sh BUILD 600      another walk each time
#
# Every fuzzer begins from the same number and an empty corpus of its own, so that two runs over one
# commit try much the same inputs and a verdict is the commit's, not the day's. Chance belongs to
# the long runs: FUZZ_SEED=0 lets each fuzzer choose, and keeps what it learned for the next one.
# A finding is written to BUILD/findings/NAME/ and its path printed; put it among the seeds when it
# is mended.
cd "$(dirname "$0")" || exit 1
build=$1
seconds=$2
seed=${FUZZ_SEED:-1}

# fuzz PROGRAM: its verdict goes to findings/NAME.verdict.
fuzz() {
    name=$(basename "$1")
    name=${name#fuzz_}
    [ "$seed" = 0 ] || rm -rf "$build/corpus/$name"
    mkdir -p "$build/corpus/$name" "$build/findings/$name"
    if "$1" -seed="$seed" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 -max_len=65536 \
        -artifact_prefix="$build/findings/$name/" "$build/corpus/$name" "seeds/$name" \
        >"$build/findings/$name.log" 2>&1; then
        runs=$(sed -n 's/^Done \([0-9]*\) runs.*/\1/p' "$build/findings/$name.log")
        echo "ok - $name: ${runs:-?} inputs in $seconds s" >"$build/findings/$name.verdict"
    else
        echo "not ok - $name: see $build/findings/$name/" >"$build/findings/$name.verdict"
    fi
}

# Each fuzzer has a processor of its own, so that it tries as much as alone.
seats=$(nproc)
mkdir -p "$build/findings"
rm -f "$build"/findings/*.verdict
seat=0
while [ $seat -lt "$seats" ]; do
    (
        at=0
        for program in "$build"/tests/fuzz_*; do
            [ -f "$program" ] && [ -x "$program" ] || continue
            [ $((at % seats)) != $seat ] || fuzz "$program"
            at=$((at + 1))
        done
    ) &
    seat=$((seat + 1))
done
wait

n=0
for program in "$build"/tests/fuzz_*; do
    [ -f "$program" ] && [ -x "$program" ] || continue
    n=$((n + 1))
    name=$(basename "$program")
    name=${name#fuzz_}
    verdict=$(cat "$build/findings/$name.verdict" 2>/dev/null || echo "not ok - $name: no verdict")
    case $verdict in
    "ok "*) echo "ok $n ${verdict#ok }" ;;
    *)
        tail -n 30 "$build/findings/$name.log" | sed 's/^/# /'
        echo "not ok $n ${verdict#not ok }"
        ;;
    esac
done
echo "1..$n"
