#!/bin/sh
# Asks PostgreSQL itself about every query of its own regression tests: what a view of the query depends on is compared with what
# the analysis of this checkout says that the query names. Prints the figures; the whole report is kept.
#
#   it/oracle.sh PATH [TEST,...]
#
# PATH is a source tree of PostgreSQL; nothing is built of it. The server is the embedded one. With TESTs only these scripts of
# src/test/regress/sql are played, after test_setup, in the order of the parallel schedule.
#
# Environment: ORACLE_REPORT, a file for the report (gateway/target/oracle-regress.txt).
#
# Exit code: 0 no column, relation or function is missed; 1 one is; 2 it could not run.
set -eu

fail() {
    printf 'oracle: %s\n' "$*" >&2
    exit 2
}

[ $# -ge 1 ] || fail "usage: it/oracle.sh PATH [TEST,...]"
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
tree=$(CDPATH='' cd -- "$1" && pwd -P) || fail "$1 is not a directory"
[ -r "$tree/src/test/regress/parallel_schedule" ] || fail "$tree is no source tree of PostgreSQL"
report=${ORACLE_REPORT:-$here/../gateway/target/oracle-regress.txt}
mkdir -p "$(dirname -- "$report")"
report=$(CDPATH='' cd -- "$(dirname -- "$report")" && pwd -P)/$(basename -- "$report")
rm -f "$report"

code=0
(cd "$here/.." && mvn -q -B -pl gateway -am test -Dtest=RegressionOracleTest -Dsurefire.failIfNoSpecifiedTests=false \
    "-Dsallyport.oracle.tree=$tree" "-Dsallyport.oracle.tests=${2:-}" "-Dsallyport.oracle.report=$report") \
    >"$report.log" 2>&1 || code=1
[ -r "$report" ] || fail "nothing was asked; see $report.log"
sed '/^MISSED$/,$d' "$report"
sed -n '/^MISSED$/,/^EXTRA$/p' "$report" | sed '$d'
printf 'The whole report is %s\n' "$report"
exit "$code"
