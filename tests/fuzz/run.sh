#!/bin/sh
# Runs every fuzzer of a -Dfuzz=true build for some seconds, from its seeds. TAP.
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
n=0
for program in "$build"/tests/fuzz_*; do
    [ -f "$program" ] && [ -x "$program" ] || continue
    n=$((n + 1))
    name=$(basename "$program")
    name=${name#fuzz_}
    [ "$seed" = 0 ] || rm -rf "$build/corpus/$name"
    mkdir -p "$build/corpus/$name" "$build/findings/$name"
    if "$program" -seed="$seed" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 -max_len=65536 \
        -artifact_prefix="$build/findings/$name/" "$build/corpus/$name" "seeds/$name" \
        >"$build/findings/$name.log" 2>&1; then
        runs=$(sed -n 's/^Done \([0-9]*\) runs.*/\1/p' "$build/findings/$name.log")
        echo "ok $n - $name: ${runs:-?} inputs in $seconds s"
    else
        tail -n 30 "$build/findings/$name.log" | sed 's/^/# /'
        echo "not ok $n - $name: see $build/findings/$name/"
    fi
done
echo "1..$n"
