#!/bin/bash
# Acts through the JSON API, internal notes on 200 matters of the list: RATE a second whether or not
# the server keeps up, or with RATE 0 as fast as 64 clients get them.
#
#     acts_through_api.sh PROGRAM PACE DATA PORT RATE SECONDS
program=$1 pace=$2 data=$3 port=$4 rate=$5 seconds=$6
. "$(dirname "$0")/park.sh"
token=$(park_token "$(dirname "$program")" "$data")
"$program" --data "$data" --format json matter list --limit 200 |
    grep -o '"id": *"[0-9]*"' | grep -o '[0-9]*' |
    "$pace" "$port" "$rate" "$seconds" 64 "Authorization: Bearer $token" /api/v1/matter/note \
        '{"id":"{id}","text":"note {n}"}' | sed 's/^/# acts: /'
