#!/usr/bin/env bash
# A throw-away PostgreSQL on a free loopback port, with PostgreSQL's own defaults.
#
#   eval "$(scripts/postgres.sh start DIR)"   start it under DIR/postgres, set POSTMEESTER_TEST_POSTGRES
#   scripts/postgres.sh stop DIR              stop it and remove DIR/postgres
#   scripts/postgres.sh version               e.g. 15.18
#   scripts/postgres.sh installed             exit 0 when the server's programs are there
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# Debian puts every version in its own folder and only some programs on the PATH;
# whatever else is called `postgres` on the PATH is not looked at.
bin_dir() {
    local dir
    dir=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
    [[ -x $dir/initdb && -x $dir/pg_ctl && -x $dir/postgres ]] || return 1
    echo "$dir"
}

# PostgreSQL refuses to run as root; Debian's package made a user for it.
as_owner() {
    if ((EUID == 0)); then runuser -u postgres -- "$@"; else "$@"; fi
}

configure() {
    # fsync, synchronous_commit and the rest stay as PostgreSQL ships them:
    # what the tests prove about lost power must hold on a normal installation.
    cat <<CONF
listen_addresses = '127.0.0.1'
unix_socket_directories = '$1'
max_connections = 200
CONF
}

start() {
    local home=$1/postgres bin try port
    bin=$(bin_dir) || die "PostgreSQL's server is not installed (Debian: apt-get install postgresql)"
    [[ ! -e $home ]] || die "$home is there already: stop it first (scripts/postgres.sh stop $1)"
    mkdir -p "$home"
    ((EUID != 0)) || chown postgres: "$home"
    chmod 0700 "$home"
    cd "$home" # the owner of the cluster may be unable to enter the folder we came from

    as_owner "$bin/initdb" --pgdata="$home/data" --username=postgres --auth=trust \
        --encoding=UTF8 --locale=C.UTF-8 >"$home/initdb.log" 2>&1 ||
        { cat "$home/initdb.log" >&2; die "PostgreSQL: initdb failed"; }
    configure "$home" >>"$home/data/postgresql.conf"

    # Another program can take the port between our look and the server's: then try the next one.
    for try in 1 2 3 4 5; do
        port=$(free_port)
        if as_owner "$bin/pg_ctl" start --wait --timeout=60 --silent --pgdata="$home/data" \
            --log="$home/data/server.log" --options="-p $port" </dev/null >&2; then
            export_line POSTMEESTER_TEST_POSTGRES "postgres://postgres@127.0.0.1:$port/postgres"
            return
        fi
        say "PostgreSQL did not start on port $port (try $try)"
    done
    tail -n 30 "$home/data/server.log" >&2 || true
    die "PostgreSQL did not start"
}

# Also right after a start that was broken off half-way, and when there is nothing to stop.
stop() {
    local home=$1/postgres bin
    [[ -d $home ]] || return 0
    cd "$home"
    if [[ -f $home/data/postmaster.pid ]]; then
        bin=$(bin_dir)
        # `immediate` when a test's connection holds up the orderly way: the data goes anyhow.
        as_owner "$bin/pg_ctl" stop --wait --timeout=20 --silent --mode=fast --pgdata="$home/data" >&2 ||
            as_owner "$bin/pg_ctl" stop --wait --timeout=20 --silent --mode=immediate --pgdata="$home/data" >&2 ||
            die "PostgreSQL under $home does not stop"
    fi
    cd /
    rm -rf "$home"
}

version() {
    local bin
    bin=$(bin_dir)
    "$bin/postgres" --version | sed 's/^[^0-9]*\([0-9.]*\).*/\1/'
}

usage() { sed -n '2,7s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 2; }

# The folder as an absolute path: the server programs change their working directory.
folder() {
    [[ -n ${1:-} ]] || usage
    mkdir -p "$1"
    (cd "$1" && pwd -P)
}

case ${1:-} in
start) dir=$(folder "${2:-}") && start "$dir" ;;
stop) [[ -n ${2:-} ]] || usage; [[ ! -d $2 ]] || { dir=$(folder "$2") && stop "$dir"; } ;;
version) version ;;
installed) bin_dir >/dev/null ;;
*) usage ;;
esac
