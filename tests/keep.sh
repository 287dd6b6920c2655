#!/bin/sh
# Runs one test program and keeps its TAP under $TAP_DIR, where ./test counts it.
# ($1 is the program; meson puts this in front of it with --wrapper.)
name=${TAP_NAME:-}$(basename "$1")
# The first line is ours: a program that dies before its first word still leaves a file to count.
echo "# $name" >"$TAP_DIR/$name.tap"
"$@" >>"$TAP_DIR/$name.tap" 2>"$TAP_DIR/$name.err"
status=$?
echo $status >"$TAP_DIR/$name.exit"
cat "$TAP_DIR/$name.tap"
exit $status
