#!/bin/sh
# The command line as a person meets it: what it takes, what it says and where, its exit statuses.
#
#     commands.sh PROGRAM          TAP; makes a sample park in a directory of its own
set -u
program=$1
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
n=0

say() { # say OK|NOT WHAT
    n=$((n + 1))
    if [ "$1" = OK ]; then echo "ok $n - $2"; else
        echo "not ok $n - $2"
        sed 's/^/# out: /' "$dir/out" | head -n 5
        sed 's/^/# err: /' "$dir/err" | head -n 5
    fi
}

# run STATUS WHAT WORD...: the program's exit status; its output stays in $dir/out and $dir/err.
run() {
    want=$1 what=$2
    shift 2
    "$program" --data "$dir/park" "$@" >"$dir/out" 2>"$dir/err" </dev/null
    got=$?
    if [ "$got" = "$want" ]; then say OK "$what"; else say NOT "$what (status $got, not $want)"; fi
}

# has out|err PATTERN WHAT
has() { if grep -q -e "$2" "$dir/$1"; then say OK "$3"; else say NOT "$3"; fi; }
lacks() { if grep -q -e "$2" "$dir/$1"; then say NOT "$3"; else say OK "$3"; fi; }
silent() { if [ -s "$dir/$1" ]; then say NOT "$2"; else say OK "$2"; fi; }

"$program" init "$dir/park" --sample >"$dir/out" 2>"$dir/err" || { cat "$dir/err"; exit 1; }

# usage
"$program" >"$dir/out" 2>"$dir/err"
if [ $? = 2 ]; then say OK "no words: status 2"; else say NOT "no words: status 2"; fi
silent out "no words: nothing on standard output"
has err "lianyuan matter import FILE" "no words: usage on standard error"
run 0 "help" help
silent err "help is no error"
for words in "matter list" "matter accept" "matter import" "matter export" "duty answer" "org add" \
    "person password" "serve" "doctor" "backup" "restore" "verify" "audit" "classify" "workday add"; do
    # shellcheck disable=SC2086
    run 0 "$words --help" $words --help
    has out "lianyuan $words" "$words --help names the command"
done
run 0 "help of a module" help matter
has out "matter export FILE" "... shows what is written by hand"
has out "lianyuan matter accept" "... and what the tables have"
run 2 "an unknown command" nosuch
run 2 "an unknown verb" matter nosuch
run 2 "an unknown option" matter list --nosuch 1
has err "nosuch" "... is named"
run 2 "an option without its value" matter list --text
run 2 "a bare word too many" doctor now
run 2 "a number that is none" matter list --age many

# a slip in an import must not become one
printf '标题,内容\n命令行的滑手,一\n' >"$dir/slip.csv"
run 2 "--map without its value" matter import "$dir/slip.csv" --map
run 2 "a flag with a value" matter import "$dir/slip.csv" --dry-run=1
run 2 "a flag given twice" matter import "$dir/slip.csv" --dry-run --dry-run
run 2 "two sheets" matter import "$dir/slip.csv" --sheet a --sheet b
run 2 "a column for two fields" matter import "$dir/slip.csv" --map 标题=title --map 标题=text
run 2 "two columns for a field" matter import "$dir/slip.csv" --map 标题=title --map 内容=title
run 0 "after all that" matter list --text 滑手 --format json
has out '"total":0,' "... nothing was imported"

# values that are empty or given twice
run 2 "two formats" --format json --format csv matter list
has err "format" "... are named"
run 2 "nobody to act as" --as "" matter list
run 2 "an empty number" matter list --limit ""
run 2 "an empty day" matter list --due-from ""
run 2 "an unknown state" matter list --state nosuch
has err "working" "... and the known ones are said"
run 2 "an export of a page" matter export "$dir/page.csv" --limit 5
run 2 "a password for nobody" person password
run 2 "a token for nobody" token create
run 2 "no directory" init ""
run 4 "a backup that is not there" restore "$dir/nosuch"
run 2 "a backup that is none" restore "$dir/slip.csv"

# filters
run 0 "nobody's turn is a filter" matter list --turn nobody --limit 500 --format csv
lacks out ",working," "... and no working matter is nobody's turn"
has out ",closed," "... but closed ones are"
leader=$(awk -F '\t' '$2 == "leader" { print $4 }' "$dir/park/sample-accounts.txt")
run 0 "a leader by name" matter list --leader "$leader" --format json
cp "$dir/out" "$dir/by-name"
run 0 "... and by login" matter list --leader leader --format json
if cmp -s "$dir/out" "$dir/by-name" && ! grep -q '"total":0,' "$dir/out"; then
    say OK "... find the same"
else
    say NOT "... find the same"
fi
run 2 "a leader that is none" matter list --leader 没有此人
run 0 "a department by its short name" matter list --department 应急局
run 2 "a department that is none" matter list --department 没有此局
run 2 "a class that is none" matter list --class 没有此类
run 0 "days" matter list --due-from 2026-01-01 --due-to 2030-12-31 --format csv

# acts take numbers and names; the version is read when it is not given, and said
number=$("$program" --data "$dir/park" matter list --state raised --format csv | sed -n 2p | cut -d, -f1)
run 0 "accept by number" matter accept "$number"
has err "第 1 版" "... says which version it took"
has out "$number" "... and answers the number"
lacks out "version: 1$" "... whose version has moved on"
run 5 "accept again: somebody was faster" matter accept "$number"
run 5 "a stale version" matter assign "$number" --version 1 --lead 应急局
has err "2" "... shows the one that is current"
run 0 "assign by names" matter assign "$number" --lead 应急局 --helpers 税务分局 --helpers 公安分局
run 0 "the lead's duty is found" duty answer "$number" --solution 马上办 --promise "$("$program" workday add \
    "$(date +%F)" 3 --format json | sed 's/.*\([0-9]\{4\}-[0-9][0-9]-[0-9][0-9]\).*/\1/')"
run 0 "show by a bare number" matter show "${number#*-}" --format json
has out '"state":"working"' "... as it stands now"
has out '应急局' "... with its department"
closed=$("$program" --data "$dir/park" matter list --state closed --format csv | sed -n 2p | cut -d, -f1)
run 5 "no duty is open any more" duty progress "$closed" --text 进展
has err "^lianyuan: duty: " "... is said"
run 4 "a number that is none" matter accept 1999-9999
has err "1999-9999" "... is named"
run 4 "a department's name that is none" matter assign "$number" --lead 没有此局
has err "^lianyuan: lead: " "... at its field"

# who may
run 3 "an auditor changes nothing" matter accept "$number" --as auditor
run 4 "nobody of that name" matter list --as 没有此人

# collections of patents, by their names
run 0 "a collection is made" patent set-add 试验电池 --query '电池' --cutoff 2026-10-31 --as dept1
run 0 "another one" patent set-add 试验隔膜 --query '膜' --as dept1
run 0 "they are listed" patent sets
has out '试验电池.*罗惊蛰' "... with their owner"
run 0 "one is shown by a part of its name" patent set 验电 --format json
has out '"name":"试验电池".*"may_change":true.*"versions":\[\]' "... as it stands"
run 0 "a count within it" patent count --set 试验电池 --format json
has out '"count":[1-9]' "... finds some"
run 0 "a table of it" patent table --rows year --set 试验电池
run 0 "an analysis of it" patent analysis trend --set 试验电池
run 2 "a name that fits two" patent count --set 试验
has err '试验隔膜.*试验电池' "... lists them"
run 2 "a name that fits none" patent freeze 没有的库
has err '没有的库' "... says so"
run 3 "another department changes nothing" patent freeze 试验电池 --as dept2
has err '罗惊蛰' "... and is told whom to ask"
run 3 "... nor names itself" patent share 试验电池 --people dept2 --as dept2
run 0 "the owner names somebody" patent share 试验电池 --people dept2 --as dept1
run 0 "who may then freeze it" patent freeze 试验电池 --as dept2
run 0 "a sample" patent sample 试验电池 --size 3 --seed 7
run 0 "its records" patent marks 试验电池 --which all --limit 2 --format csv
mark=$(sed -n 2p "$dir/out" | cut -d, -f2)
run 0 "one is marked out" patent mark "$mark" --set 试验电池 --inside out
run 0 "a second version" patent freeze 试验电池
run 0 "the two are compared" patent compare 试验电池 --format json
has out '"came_n":0,"went_n":1,"changed_n":0' "... one went"
run 0 "a label" patent label 试验电池 --name 分支 --values 正极
run 0 "the labels" patent labels 试验电池 --format json
has out '"name":"正极","records":0' "... with their values"
run 0 "reading is handed out by names" patent hand-out 试验电池 --people dept2 --each 2 --by number --due 2099-12-31
run 0 "its progress" patent readings 试验电池 --format json
has out '"done":0,"n":2' "... nothing is read"
run 0 "my reading" patent readings --as dept2 --format csv
reading=$(sed -n 2p "$dir/out" | cut -d, -f1)
run 0 "line by line" patent reading "$reading" --format json
next=$(sed 's/.*"next":"\([0-9]*\)".*/\1/' "$dir/out")
run 4 "somebody else's reading" patent read "$reading" --patent "$next" --mark in --as dept1
run 0 "one is read" patent read "$reading" --patent "$next" --mark in --as dept2
run 0 "the version is read when it is not given" patent set-edit 试验电池 --name 试验电池 --query 电池
run 0 "it is handed over" patent hand-over 试验电池 --person dept2 --as dept1
run 3 "and is no longer theirs" patent freeze 试验电池 --as dept1
run 0 "help says what must be given" help patent mark
has out '^  lianyuan patent mark number --set … --inside in|out$' "... by name, with its choices"

# files
run 2 "an export knows its endings" matter export "$dir/list.pdf"
has err "xlsx" "... and names them"
if [ -e "$dir/list.pdf" ]; then say NOT "... and writes nothing"; else say OK "... and writes nothing"; fi
run 0 "export as csv" matter export "$dir/list.csv" --state closed
run 8 "export into a directory that is not there" matter export "$dir/no/list.csv"
printf '外部编号,标题,责任单位,办理时限\nX1,甲,应急局,年底前\nX2,,,\n' >"$dir/in.csv"
run 0 "a dry run" matter import "$dir/in.csv" --dry-run
has out '"row":3,"field":"title","place":"B3"' "... says row, field and place of what is refused"
run 0 "with a day for its words" matter import "$dir/in.csv" --due '年底前=?'
has out '"taken":true' "... that was taken"
run 4 "a file that is not there" matter import "$dir/none.csv"
printf '编号,标题\n"a' >"$dir/bad.csv"
run 2 "a file that cannot be read" matter import "$dir/bad.csv"

# csv
printf '外部编号,标题,内容\nQ1,"逗号,""引号""",=1+1\n' >"$dir/q.csv"
run 0 "cells that need quotes" matter import "$dir/q.csv"
run 0 "list as csv" matter list --text 逗号 --format csv
has out ',"逗号,""引号""",' "... quotes what needs it"
run 0 "an act's answer as csv" matter note "$number" --text '=cmd' --format csv
has out '^id,version,number,message' "... is one row under its header"

# an import that is killed again and again, then run to its end: nothing twice, nothing without a family
awk 'BEGIN { print "公开号,申请日,公开日,标题,申请人,IPC分类号,优先权号"
    for (i = 0; i < 12000; i++) printf "CN%09dA,2011-05-12,2012-02-08,一种装置%d,示例公司,H01M10/0525,CN2010%08d\n", \
        110000000 + i, i, i % 4000 }' >"$dir/big.csv"
kills=0
before=$("$program" --data "$dir/park" patent count '' | sed -n 's/^count: //p')
for pause in 0.1 0.2 0.3 0.4; do
    "$program" --data "$dir/park" patent import "$dir/big.csv" >"$dir/out" 2>"$dir/err" </dev/null &
    pid=$!
    sleep $pause
    kill -9 $pid 2>/dev/null && kills=$((kills + 1))
    wait $pid 2>/dev/null
done
run 0 "an import after $kills that were killed" patent import "$dir/big.csv"
has out '"refused_n":0' "... refuses nothing"
run 0 "the same import again" patent import "$dir/big.csv"
has out '"new":0,"same":12000,"changed":0' "... finds everything to be the same"
after=$("$program" --data "$dir/park" patent count '' | sed -n 's/^count: //p')
if [ "$((after - before))" = 12000 ]; then say OK "nothing is there twice"; else say NOT "nothing is there twice"; fi

# sheets with other people's headings: every known column is taken, the others are named
mkdir -p "$dir/in/a" "$dir/in/b"
cat >"$dir/in/a/t.csv" <<'X'
序号,申请号,申请日,公开（公告）号,公开（公告）日,发明名称,IPC分类号,申请（专利权）人,发明人,收费情况
1,CN201810000001.1,2018.01.02,CN108000001A,43131,一种甲装置,H01M10/0525; H01M4/00,甲公司; 乙大学,张三; 李四,已缴
X
cat >"$dir/in/b/t.csv" <<'X'
公开号,标题,申请人,申请日
CN108000002A,一种乙装置,[甲公司],Jan 5 2018
X
printf '公开号,标题,申请人\n' >"$dir/in/b/head.csv"
run 0 "a folder of sheets" patent import "$dir/in"
has out '"rows":2,"new":2' "... takes both records"
has out '"unused":\[{"place":"a/t.csv","field":"columns","message":"这些列没有采用：收费情况"' "... names the column that is not used"
has out '"place":"b/head.csv","field":"file","message":"表头下面没有数据' "... says that a sheet is empty, and in which folder"
has out '"place":"b/t.csv 2","field":"day"' "... and which date is none"
run 0 "its record" patent list 'pn:CN108000001A' --format csv
has out 'CN108000001A,一种甲装置,甲公司,H01M10/0525,2018-01-02,2018-01-31' "... has every field, a date that Excel counted too"
run 0 "its applicants" patent table --rows applicant --query 'pn:CN108000001A' --format csv
has out '^乙大学,1,1' "... are two"
printf '公开号,标题,申请人\nCN108000001A,一种甲装置,甲公司;乙大学\n' >"$dir/in/c.csv"
run 0 "the same record with fewer columns" patent import "$dir/in/c.csv"
has out '"new":0,"same":1,"changed":0' "... changes nothing"

# DOCDB's front file: C and A replace, D takes back what is here and adds nothing
docdb() { # docdb FILE STATUS NUMBER TITLE
    printf '<exch:exchange-documents xmlns:exch="http://www.epo.org/exchange"><exch:exchange-document country="EP" doc-number="%s" kind="A1" date-publ="20110101" status="%s"><exch:bibliographic-data><exch:invention-title lang="en">%s</exch:invention-title></exch:bibliographic-data></exch:exchange-document></exch:exchange-documents>' "$3" "$2" "$4" >"$dir/$1"
}
docdb c.xml C 2900001 "A made thing"
docdb a.xml A 2900001 "An amended thing"
docdb d.xml D 2900001 ""
docdb e.xml D 2900002 ""
run 0 "a record that is made" patent import "$dir/c.xml"
run 0 "... amended" patent import "$dir/a.xml"
has out '"changed":1' "... is changed"
run 0 "... taken back" patent import "$dir/d.xml"
run 0 "its status" patent list 'pn:EP2900001A1' --format csv
has out 'An amended thing.*来源已撤回' "... says so"
run 0 "... given again" patent import "$dir/a.xml"
run 0 "its status" patent list 'pn:EP2900001A1' --format csv
lacks out '来源已撤回' "... says so no more"
run 0 "one taken back that is not here" patent import "$dir/e.xml"
has out '"new":0,"same":1' "... is not added"

echo "1..$n"
