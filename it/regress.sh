#!/bin/sh
# Plays PostgreSQL's own regression tests to a server, once directly and once through the gateway as it is built from this
# checkout, with everything allowed. Prints the tests that come out otherwise through the gateway.
#
#   it/regress.sh PATH [OPTION...]
#
# PATH is a source tree of PostgreSQL that was not built in; the server, psql and the tests are all built from it. Options
# go to pg_regress. Each run has a cluster of its own.
#
# Environment: REGRESS_DIR, a directory to build and work in, which is kept and whose build is used again (a temporary one
# if absent); SALLYPORT, the program (./sallyport of this checkout); REGRESS_ONLY, `direct` or `sallyport`, to play one run
# and compare it with the other's of before; REGRESS_CONFIGURE, options of PostgreSQL's configure (--without-icu).
#
# Exit code: 0 no test differs but those that docs/COMPATIBILITY.md lists; 1 another does; 2 it could not run.
set -eu

fail() {
    printf 'regress: %s\n' "$*" >&2
    exit 2
}

say() {
    printf 'regress: %s\n' "$*" >&2
}

[ $# -ge 1 ] || fail "usage: it/regress.sh PATH [OPTION...]"
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
tree=$(CDPATH='' cd -- "$1" && pwd -P) || fail "$1 is not a directory"
shift
[ -x "$tree/configure" ] && [ -r "$tree/src/test/regress/parallel_schedule" ] || fail "$tree is no source tree of PostgreSQL"
[ ! -e "$tree/config.status" ] || fail "$tree was built in: give a clean tree"
for tool in python3 openssl make cc bison flex perl setsid; do
    command -v "$tool" >/dev/null 2>&1 || fail "$tool is missing: install it and try again"
done

temporary=
if [ -z "${REGRESS_DIR:-}" ]; then
    temporary=$(mktemp -d)
    REGRESS_DIR=$temporary
fi
mkdir -p "$REGRESS_DIR"
directory=$(CDPATH='' cd -- "$REGRESS_DIR" && pwd -P)
[ -z "$temporary" ] || chmod 755 "$temporary"
superuser=regress_superuser
server=
gateway=

# The server does not run as root, and it shares files with the tests.
as_server() {
    if [ "$(id -u)" = 0 ]; then
        setpriv --reuid=nobody --regid="$(id -g nobody)" --clear-groups env HOME=/nonexistent "$@"
    else
        "$@"
    fi
}

stop_gateway() {
    [ -z "$gateway" ] || kill "$gateway" 2>/dev/null || true
    [ -z "$gateway" ] || wait "$gateway" 2>/dev/null || true
    gateway=
}

stop_server() {
    [ -z "$server" ] || as_server "$bin/pg_ctl" stop -D "$server" -m immediate >/dev/null 2>&1 || true
    server=
}

stop() {
    stop_gateway
    stop_server
    [ -z "$temporary" ] || rm -rf "$temporary"
}
trap stop EXIT
trap 'exit 2' INT TERM HUP

build=$directory/build
bin=$build/installed/bin
mkdir -p "$build"
if [ ! -f "$build/complete" ]; then
    say "building PostgreSQL; output goes to $build/build.log"
    (
        cd "$build"
        # shellcheck disable=SC2086 # Several options.
        "$tree/configure" --prefix="$build/installed" CFLAGS=-O1 ${REGRESS_CONFIGURE:---without-icu}
        make -s -j "$(getconf _NPROCESSORS_ONLN)"
        make -s install
        make -s -C src/test/regress all
        make -s -C contrib/spi all install
        touch complete
    ) >"$build/build.log" 2>&1 || fail "PostgreSQL was not built; see $build/build.log"
fi

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# Plays all tests in a new cluster: play NAME [OPTION...], where NAME is direct or sallyport.
play() {
    name=$1
    shift
    run=$directory/$name
    rm -rf "$run"
    mkdir -p "$run/results" "$run/testtablespace" "$run/socket"
    [ "$(id -u)" != 0 ] || chown -R nobody "$run"
    as_server "$bin/initdb" -D "$run/data" -U "$superuser" -A trust -N --no-instructions --locale=C --encoding=UTF8 \
        >"$run/initdb.log" 2>&1 || fail "no cluster; see $run/initdb.log"
    server_port=$(free_port)
    # What pg_regress asks of a cluster of its own.
    cat >>"$run/data/postgresql.conf" <<END
listen_addresses = '127.0.0.1'
port = $server_port
unix_socket_directories = '$run/socket'
fsync = off
max_prepared_transactions = 2
log_autovacuum_min_duration = 0
log_checkpoints = on
log_line_prefix = '%m %b[%p] %q%a '
log_temp_files = 128kB
END
    server=$run/data
    as_server "$bin/pg_ctl" start -w -D "$server" -l "$run/server.log" >/dev/null ||
        fail "no server; see $run/server.log"
    port=$server_port
    password=trusted
    if [ "$name" = sallyport ]; then
        work=$directory/gateway
        rm -rf "$work"
        mkdir -p "$work"
        python3 "$here/regress_setup.py" "$work" "$server_port" "$superuser"
        "${SALLYPORT:-$here/../sallyport}" serve --config "$work/sallyport.yaml" >"$work/serve.out" 2>"$work/serve.log" &
        gateway=$!
        waited=0
        until grep -q '^ready$' "$work/serve.out"; do
            kill -0 "$gateway" 2>/dev/null ||
                fail "the gateway ended; it said: $(cat "$work/serve.out" "$work/serve.log")"
            [ "$waited" -lt 600 ] || fail "the gateway was not ready within 10 minutes; see $work/serve.log"
            waited=$((waited + 1))
            sleep 1
        done
        port=$(sed -n 's/^PostgreSQL clients: .*:\([0-9]*\)$/\1/p' "$work/serve.out")
        password=$(cat "$work/token")
    fi
    say "playing the tests, $name; output goes to $run/pg_regress.log"
    started=$(date +%s)
    (
        cd "$run"
        as_server env PGPASSWORD="$password" PGUSER="$superuser" PGHOST=127.0.0.1 PGPORT="$port" PGSSLMODE=disable \
            "$build/src/test/regress/pg_regress" --inputdir="$tree/src/test/regress" --outputdir="$run" \
            --expecteddir="$tree/src/test/regress" --bindir="$bin" --dlpath="$build/src/test/regress" \
            --host=127.0.0.1 --port="$port" --user="$superuser" --max-concurrent-tests=20 \
            --schedule="$tree/src/test/regress/parallel_schedule" "$@"
    ) >"$run/pg_regress.log" 2>&1 || true
    stop_gateway
    stop_server
    grep -q '^1\.\.[0-9]' "$run/pg_regress.log" || fail "the tests did not end; see $run/pg_regress.log"
    say "$name: $(passed "$name" | wc -l) of $(grep -c '^ *\(not \)\?ok ' "$run/pg_regress.log") pass," \
        "in $(($(date +%s) - started)) s"
}

passed() {
    sed -n 's/^ok [0-9]* *[-+] \([a-z0-9_.]*\) .*/\1/p' "$directory/$1/pg_regress.log" | sort
}

case ${REGRESS_ONLY:-both} in
    both)
        play direct "$@"
        play sallyport "$@"
        ;;
    direct | sallyport) play "$REGRESS_ONLY" "$@" ;;
    *) fail "REGRESS_ONLY is direct or sallyport" ;;
esac

[ -r "$directory/direct/pg_regress.log" ] && [ -r "$directory/sallyport/pg_regress.log" ] || exit 0
sed -n '/^## PostgreSQL.s own tests/,/^## /s/^| `\([a-z0-9_.]*\)` |.*/\1/p' "$here/../docs/COMPATIBILITY.md" |
    sort >"$directory/listed"
passed direct >"$directory/direct/passed"
passed sallyport >"$directory/sallyport/passed"
comm -23 "$directory/direct/passed" "$directory/sallyport/passed" >"$directory/differ"
comm -13 "$directory/direct/passed" "$directory/sallyport/passed" |
    sed 's/^/passes through Sallyport only: /'
comm -12 "$directory/differ" "$directory/listed" | sed 's/^/differs, as listed: /'
comm -13 "$directory/differ" "$directory/listed" | sed 's/^/is listed, but does not differ: /'
comm -23 "$directory/differ" "$directory/listed" | sed 's/^/DIFFERS: /'
say "what each says is in $directory/direct/results and $directory/sallyport/results"
[ -z "$(comm -23 "$directory/differ" "$directory/listed")" ] || exit 1
