#!/usr/bin/env bash
# A throwaway PostgreSQL for tests, made from the installed programs: nothing in it outlives `stop`.
#
#   eval "export LANGQIAO_TEST_PG=$(tools/pg-test.sh start)"    starts it if need be and prints its address
#   tools/pg-test.sh url                                        prints the address, or fails if it doesn't run
#   tools/pg-test.sh stop                                       ends it and removes its files
#
# LANGQIAO_TEST_PG_DURABLE=1 at start syncs to the disk as a real one does, for benchmarks.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
# One for each working copy and way of syncing. Not below it: PostgreSQL's own user must be able to get there.
home=${TMPDIR:-/tmp}/langqiao-pg-$(id -u)-$(printf '%s' "$root" | cksum | cut -d' ' -f1)${LANGQIAO_TEST_PG_DURABLE:+-durable}

fail() { echo "pg-test: $*" >&2; exit 1; }

programs() {
    local found
    found=$(command -v pg_config > /dev/null && pg_config --bindir || true)
    if [ ! -x "$found/initdb" ]; then
        found=$(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin 2> /dev/null | sort -V | tail -n 1)
    fi
    [ -x "$found/initdb" ] || fail "PostgreSQL's server programs are not installed (Debian: apt install postgresql)"
    echo "$found"
}

# PostgreSQL refuses to run as root, so root runs it as its own user.
as_owner() {
    if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

running() {
    [ -f "$home/url" ] && as_owner "$(programs)/pg_ctl" -D "$home/data" status > /dev/null 2>&1
}

free_port() {
    local port
    for _ in $(seq 100); do
        port=$((20000 + RANDOM % 20000))
        if ! (exec 3<> "/dev/tcp/127.0.0.1/$port") 2> /dev/null; then
            echo "$port"
            return
        fi
    done
    fail "no free port found"
}

start() {
    running && { cat "$home/url"; return; }
    local bin port sync
    bin=$(programs)
    rm -rf "$home"
    mkdir -p "$home"
    [ "$(id -u)" = 0 ] && chown postgres "$home"
    as_owner "$bin/initdb" -D "$home/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync > "$home/log" 2>&1 \
        || fail "initdb failed: $(tail -n 3 "$home/log")"
    sync=$([ -n "${LANGQIAO_TEST_PG_DURABLE:-}" ] && echo on || echo off)
    as_owner tee -a "$home/data/postgresql.conf" > /dev/null << END
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 300
shared_buffers = '64MB'
fsync = $sync
synchronous_commit = $sync
full_page_writes = $sync
log_min_messages = fatal
END
    for _ in $(seq 5); do
        port=$(free_port)
        if as_owner "$bin/pg_ctl" -D "$home/data" -l "$home/data/log" -w -t 30 -o "-p $port" start > /dev/null 2>&1; then
            echo "postgres://postgres@127.0.0.1:$port/postgres" > "$home/url"
            cat "$home/url"
            return
        fi
    done
    fail "it did not start: $(tail -n 3 "$home/data/log")"
}

stop() {
    [ -d "$home" ] || return 0
    running && as_owner "$(programs)/pg_ctl" -D "$home/data" -m immediate -w stop > /dev/null
    rm -rf "$home"
}

case ${1:-} in
    # Two that start at the same time get the same one.
    start) exec 9> "$home.lock"; flock 9; start 9>&- ;;
    stop) exec 9> "$home.lock"; flock 9; stop 9>&- ;;
    url) running || fail "it does not run: tools/pg-test.sh start"; cat "$home/url" ;;
    *) fail "say start, url or stop" ;;
esac
