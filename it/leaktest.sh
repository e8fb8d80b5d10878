#!/bin/sh
# Runs a leak corpus against the gateway as it is built from this checkout.
#
#   it/leaktest.sh PATH [attacks|guardrails|legit|all] [OPTION...]
#
# PATH is a directory with cluster.sh, policy.json and runner.py; options after the command go to runner.py. Without a
# command both the attacks and everyday use are played. Everything is given to everybody and no rule is set, so that only
# masking can refuse; for guardrails there are no masks, but the rules of pack:safe-agent, and nobody who approves.
#
# Environment: PGBIN, the server's binaries; LEAK_DIR, an empty directory to work in (a temporary one if absent);
# LEAK_PORT, of the cluster (57425); SALLYPORT, the program (./sallyport of this checkout). All keys are made anew.
#
# Exit code: the runner's worst: 0 nothing leaked, 1 something failed, 2 it could not run.
set -eu

fail() {
    printf 'leaktest: %s\n' "$*" >&2
    exit 2
}

[ $# -ge 1 ] || fail "usage: it/leaktest.sh PATH [attacks|guardrails|legit|all] [OPTION...]"
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
corpus=$(CDPATH='' cd -- "$1" && pwd -P) || fail "$1 is not a directory"
shift
for file in cluster.sh policy.json runner.py; do
    [ -r "$corpus/$file" ] || fail "$corpus has no $file"
done
for tool in python3 openssl; do
    command -v "$tool" >/dev/null 2>&1 || fail "$tool is missing: install it and try again"
done

temporary=
if [ -z "${LEAK_DIR:-}" ]; then
    temporary=$(mktemp -d)
    LEAK_DIR=$temporary/cluster
fi
LEAK_PORT=${LEAK_PORT:-57425}
export LEAK_DIR LEAK_PORT
work=$LEAK_DIR/gateway
gateway=

stop() {
    [ -z "$gateway" ] || kill "$gateway" 2>/dev/null || true
    [ -z "$gateway" ] || wait "$gateway" 2>/dev/null || true
    "$corpus/cluster.sh" purge >/dev/null 2>&1 || true
    [ -z "$temporary" ] || rm -rf "$temporary"
}
trap stop EXIT
trap 'exit 2' INT TERM HUP

[ -z "$temporary" ] || chmod 755 "$temporary"
"$corpus/cluster.sh" up
rm -rf "$work"
mkdir -p "$work"
guard=masks
[ "${1:-}" != guardrails ] || guard=rules
python3 "$here/leaktest_setup.py" "$corpus/policy.json" "$work" "$LEAK_PORT" "$guard"

"${SALLYPORT:-$here/../sallyport}" serve --config "$work/sallyport.yaml" >"$work/serve.out" 2>"$work/serve.log" &
gateway=$!
waited=0
until grep -q '^ready$' "$work/serve.out"; do
    kill -0 "$gateway" 2>/dev/null || fail "the gateway ended; it said: $(cat "$work/serve.out" "$work/serve.log")"
    [ "$waited" -lt 300 ] || fail "the gateway was not ready within 5 minutes; see $work/serve.log"
    waited=$((waited + 1))
    sleep 1
done
port=$(sed -n 's/^PostgreSQL clients: .*:\([0-9]*\)$/\1/p' "$work/serve.out")

play() {
    kind=$1
    shift
    LEAKTEST_PASSWORD=$(cat "$work/token") python3 "$corpus/runner.py" "$kind" \
        --port "$port" --user agent --db-a shop_a --db-b shop_b --tls require \
        --direct-port "$LEAK_PORT" --direct-user shop_owner --upstream owner "$@"
}

code=0
if [ $# -gt 0 ]; then
    play "$@" || code=$?
else
    for kind in attacks legit; do
        play "$kind" || { last=$?; [ "$last" -le "$code" ] || code=$last; }
    done
fi
exit "$code"
