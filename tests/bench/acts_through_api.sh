#!/bin/bash
# About 200 acts a second through the JSON API: internal notes on matters of the list.
#
#     acts_through_api.sh PROGRAM DATA PORT SECONDS
program=$1 data=$2 port=$3 seconds=$4
token=$("$program" --data "$data" --format json token create coord --name bench --days 1 |
    sed -n 's/.*"secret": *"\([^"]*\)".*/\1/p')
ids=$("$program" --data "$data" --format json matter list --limit 200 | grep -o '"id": *"[0-9]*"' | grep -o '[0-9]*' | head -n 200)
script=$(mktemp)
{
    echo 'ids = {'
    for id in $ids; do echo "\"$id\","; done
    cat <<LUA
}
local n = 0
request = function()
    n = n + 1
    return wrk.format("POST", "/api/v1/matter/note", {
        ["Authorization"] = "Bearer $token", ["Content-Type"] = "application/json" },
        string.format('{"id":"%s","text":"note %d"}', ids[n % #ids + 1], n))
end
delay = function() return 9 end
LUA
} >"$script"
wrk -t 1 -c 2 -d "$((seconds + 2))s" -s "$script" "http://127.0.0.1:$port/" | sed 's/^/# acts: /'
rm -f "$script"
