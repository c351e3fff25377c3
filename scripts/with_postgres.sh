#!/bin/sh
# Run a command with a temporary PostgreSQL server: sh scripts/with_postgres.sh pytest -q
# The server uses a new directory, listens only on a socket in it, and is deleted afterwards.
set -eu

postgres_bin() {
    for bin in "$(dirname "$(command -v initdb || echo /nowhere/initdb)")" /usr/lib/postgresql/*/bin /usr/pgsql-*/bin; do
        [ -x "$bin/initdb" ] && [ -x "$bin/pg_ctl" ] && echo "$bin"
    done | tail -n 1
}

bin=$(postgres_bin)
if [ -z "$bin" ]; then
    echo "No PostgreSQL server here. Install one first: apt install postgresql" >&2
    exit 1
fi

# initdb refuses to run as root, so root starts the server as an unprivileged user.
owner=$(id -un)
if [ "$owner" = root ]; then
    owner=$(id -un postgres 2>/dev/null || id -un nobody)
fi
as_owner() {
    if [ "$owner" = "$(id -un)" ]; then
        (cd "$home" && "$@")
    else
        (cd "$home" && setpriv --reuid="$owner" --regid="$(id -g "$owner")" --clear-groups "$@")
    fi
}

home=$(mktemp -d /tmp/guangqin-postgres.XXXXXX)
clean() {
    as_owner "$bin/pg_ctl" -D "$home/data" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$home"
}
trap clean EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
chown "$owner" "$home"

as_owner "$bin/initdb" -D "$home/data" -U guangqin --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync \
    >"$home/initdb.log" 2>&1 || { cat "$home/initdb.log" >&2; exit 1; }
as_owner "$bin/pg_ctl" -D "$home/data" -l "$home/server.log" -w -t 60 \
    -o "-c listen_addresses='' -c unix_socket_directories='$home' ${POSTGRES_OPTIONS:-}" start \
    >/dev/null || { cat "$home/server.log" >&2; exit 1; }
as_owner "$bin/createdb" -h "$home" -U guangqin guangqin

DATABASE_URL="postgres://guangqin@/$home/guangqin"
PATH="$PATH:$bin" DATABASE_URL=$DATABASE_URL SCRATCH_DATABASE_URL=$DATABASE_URL "$@"
