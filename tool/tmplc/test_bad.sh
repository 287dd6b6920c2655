#!/bin/sh
# Every file in bad/ has one mistake and, beside it, the exact message that it must get: NAME.says.
# A check that is taken out of tmplc lets its file pass, and fails here.
tmplc=$(realpath "$1")
i18n=$(realpath "$2")
cd "$(dirname "$0")" || exit 1
made=$(mktemp -d) || exit 1
trap 'rm -rf "$made"' EXIT
n=0
set -- bad/*.tmpl bad/*.routes bad/*.tsv
echo "1..$(($# + 1))"
for file; do
    n=$((n + 1))
    case $file in
    *.routes) "$tmplc" --routes "$file" "$made/x.h" "$made/x.c" 2>"$made/says" ;;
    *.tsv) rm -rf "$made/en"; mkdir "$made/en"; cp "$file" "$made/en/x.tsv"
        "$i18n" "$made/en" "$made/x.c" "$made/x.d" 2>"$made/says.long"
        status=$?
        sed "s|^$made/en/x.tsv|$file|;s|in $made/en/x.tsv|in $file|" "$made/says.long" >"$made/says"
        (exit $status) ;;
    *) "$tmplc" "$file" "$made/x.h" "$made/x.c" 2>"$made/says" ;;
    esac
    status=$?
    if [ $status = 1 ] && [ ! -e "$made/x.c" ] && cmp -s "$made/says" "$file.says"; then
        echo "ok $n - $file"
    else
        echo "not ok $n - $file"
        sed 's/^/# says:   /' "$made/says"
        sed 's/^/# should: /' "$file.says"
    fi
    rm -f "$made/x.h" "$made/x.c"
done

# What a template says in Chinese, for tidy.
if "$tmplc" --messages good/page.tmpl | cmp -s - good/page.messages; then
    echo "ok $((n + 1)) - --messages"
else
    echo "not ok $((n + 1)) - --messages: other than good/page.messages"
fi
