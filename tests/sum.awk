# Joins kept TAP files into one numbered stream and adds it up. A stream without a plan, with
# another number of cases than its plan, or of a program that failed without a failed case, is one
# failure more: a test program that dies half-way must not pass.
#
#     awk -f tests/sum.awk FILE.tap...        (beside each: FILE.exit with the exit status)

function say(ok, text) {
    n++
    print (ok ? "ok " : "not ok ") n " - " text
}
function close_file(    exit_file, status) {
    exit_file = file
    sub(/\.tap$/, ".exit", exit_file)
    status = "?"
    if ((getline status < exit_file) <= 0)
        status = "?"
    close(exit_file)
    if (plan < 0 || plan != cases || (plan == 0 && !skip_all)) {
        failed++
        say(0, name ": ended early, " cases " cases of " (plan < 0 ? "an unknown plan" : plan))
    } else if (status != 0 && bad == 0) {
        failed++
        say(0, name ": exit status " status " though no case failed")
    }
}
FNR == 1 {
    if (file != "")
        close_file()
    file = FILENAME
    name = file
    sub(/.*\//, "", name)
    sub(/\.tap$/, "", name)
    plan = -1
    cases = bad = skip_all = 0
}
/^1\.\.[0-9]+/ {
    plan = substr($1, 4) + 0
    if (plan == 0 && /# *[Ss][Kk][Ii][Pp]/) {
        skip_all = 1
        skipped++
        say(1, name " # SKIP " substr($0, index($0, "#") + 1))
    }
    next
}
/^(not )?ok/ {
    cases++
    text = $0
    sub(/^(not )?ok *[0-9]* *-? */, "", text)
    if (/^not ok/) {
        failed++
        bad++
        say(0, name ": " text)
    } else if (text ~ /# *[Ss][Kk][Ii][Pp]/) {
        skipped++
        say(1, name ": " text)
    } else {
        passed++
        say(1, name ": " text)
    }
    next
}
/^ *#/ { print }
END {
    if (file != "")
        close_file()
    print "1.." n + 0
    print passed + 0 " passed, " failed + 0 " failed, " skipped + 0 " skipped"
    exit (failed > 0 || passed + 0 == 0) ? 1 : 0
}
