#!/usr/bin/env bash
# A throw-away PostgreSQL that survives the loss of a server: a primary and a synchronous standby, and a monitor
# that changes their parts (pg_auto_failover, from Debian), all on free loopback ports.
#
#   eval "$(scripts/failover.sh start DIR)"   start it under DIR/failover, set POSTMEESTER_TEST_FAILOVER
#   scripts/failover.sh status DIR            what the monitor says, and who waits for whom
#   scripts/failover.sh kill-primary DIR      kill -9 the primary and its agent, as a power cut does
#   scripts/failover.sh hang-primary DIR      stop them from doing anything, as a cut network does
#   scripts/failover.sh revive DIR            start what was killed or goes on after a hang; it becomes the standby
#   scripts/failover.sh stop DIR              end all of it and remove DIR/failover
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# ---- the programs ---------------------------------------------------------------------------

# The newest server that has the extension; whatever else is on the PATH is not looked at.
bin_dir() {
    local file
    file=$(printf '%s\n' /usr/lib/postgresql/*/lib/pgautofailover.so | sort -V | tail -n 1)
    [[ -f $file && -x /usr/bin/pg_autoctl && -x ${file%/lib/*}/bin/postgres ]] || return 1
    echo "${file%/lib/*}/bin"
}

quietly() { "$@" >"$install_log" 2>&1 </dev/null || { tail -n 50 "$install_log" >&2; return 1; }; }

apt() { quietly as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o Dpkg::Use-Pty=0 "$@"; }

# As ./test does it: no cluster for the machine, no service that starts by itself, nothing removed.
need_packages() {
    local extension policy=/usr/sbin/policy-rc.d
    bin_dir >/dev/null && return
    command -v apt-get >/dev/null || die "pg_auto_failover is not installed, and there is no apt-get here"
    can_be_root || die "pg_auto_failover is missing: run this as root or with sudo set up"
    install_log=$(mktemp)
    trap 'rm -f "$install_log"; ! grep -qs "Put here by Postmeester" '$policy' || as_root rm -f '$policy EXIT
    if [[ ! -e $policy ]]; then
        printf '#!/bin/sh\n# Put here by Postmeester while it installs packages.\nexit 101\n' | as_root tee $policy >/dev/null
        as_root chmod 755 $policy
    fi
    apt update || die "apt-get update failed"
    extension=$(apt-cache search --names-only '^postgresql-[0-9]+-auto-failover$' | sort -V | tail -n 1 | cut -d' ' -f1)
    [[ -n $extension ]] || die "this Debian has no package postgresql-…-auto-failover"
    apt install --no-install-recommends --no-remove postgresql-common || die "could not install postgresql-common"
    as_root sed -i 's/^#create_main_cluster = true/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf
    apt install --no-install-recommends --no-remove pg-auto-failover-cli "$extension" || die "could not install $extension"
    bin_dir >/dev/null || die "still missing after the installation: pg_auto_failover"
}

# PostgreSQL refuses to run as root; Debian's package made a user for it. Nothing of ours goes to a home.
as_owner() {
    local become=()
    ((EUID != 0)) || become=(setpriv --reuid postgres --regid postgres --init-groups)
    "${become[@]}" env -u PGHOST -u PGPORT -u PGUSER -u PGDATABASE HOME="$home" PATH="$(bin_dir):/usr/bin:/bin" LC_ALL=C.UTF-8 \
        XDG_CONFIG_HOME="$home/xdg/config" XDG_DATA_HOME="$home/xdg/data" XDG_RUNTIME_DIR="$home/xdg/run" "$@"
}

# ---- start ----------------------------------------------------------------------------------

# The monitor finds a dead server in about four seconds and not in twenty, and gives it two seconds and not thirty to
# stop by itself before the standby takes its place. Nothing is lost by haste: what a primary that is still up somewhere
# answers to COMMIT waits for a standby, and that is gone. The price: a server that does not answer for four seconds,
# because its machine is that busy, is replaced without need.
quick_monitor() {
    cat <<CONF
pgautofailover.health_check_period = 1000
pgautofailover.health_check_timeout = 1000
pgautofailover.health_check_retry_delay = 500
pgautofailover.health_check_max_retries = 2
pgautofailover.node_considered_unhealthy_timeout = 4000
pgautofailover.primary_demote_timeout = 2000
pgautofailover.startup_grace_period = 2000
CONF
}

# run_agent NAME: the agent that runs one server, in the background, in a group of its own.
run_agent() {
    set -m
    (cd "$home/$1" && as_owner /usr/bin/pg_autoctl run --pgdata "$home/$1") >>"$home/$1.log" 2>&1 </dev/null &
    set +m
}

create() { # NAME ARGUMENTS…
    as_owner /usr/bin/pg_autoctl create "${@:2}" --pgdata "$home/$1" --hostname 127.0.0.1 --auth trust --no-ssl \
        >>"$home/$1.log" 2>&1 </dev/null || { tail -n 30 "$home/$1.log" >&2; die "pg_auto_failover: $1 could not be made"; }
}

# Everything listens on loopback alone, and takes no more memory than a test needs. fsync and the like stay as they are.
configure() {
    cat >>"$home/$1/postgresql.conf" <<CONF
unix_socket_directories = '$home'
shared_buffers = 64MB
max_connections = 200
# A client whose machine is gone holds its locks for half a minute and not for two hours.
tcp_keepalives_idle = 10
tcp_keepalives_interval = 5
tcp_keepalives_count = 3
tcp_user_timeout = 20000
client_connection_check_interval = 5000
idle_in_transaction_session_timeout = 60000
CONF
}

until_true() { # SECONDS COMMAND…
    local until=$((SECONDS + $1))
    while ! "${@:2}" 2>/dev/null; do
        ((SECONDS < until)) || return 1
        sleep 0.1
    done
}

sql() { as_owner psql -XqAt -h 127.0.0.1 -p "$(<"$home/$1.port")" -U "${3:-postgres}" -d "${4:-postgres}" -c "$2" </dev/null; }
answers() { PGCONNECT_TIMEOUT=1 sql "$@" >/dev/null 2>&1; }
# A primary that commits only with its standby, which is there.
in_sync() { [[ $(PGCONNECT_TIMEOUT=1 sql "$1" "SELECT count(*) FROM pg_stat_replication WHERE sync_state IN ('sync', 'quorum')") == 1 ]]; }
a_pair() { in_sync node1 || in_sync node2; }
# A server that is copied anew waits for the primary's next checkpoint, which takes its time unless it is asked for.
a_pair_soon() { a_pair || { sql "$(primary)" CHECKPOINT && false; }; }

start() {
    local monitor name
    need_packages
    [[ ! -e $home ]] || die "$home is there already: stop it first (scripts/failover.sh stop $1)"
    mkdir -p "$home"/xdg/{config,data,run}
    ((EUID != 0)) || chown -R postgres: "$home"
    chmod 0700 "$home"
    cd "$home"
    for name in monitor node1 node2; do free_port >"$home/$name.port"; done

    create monitor monitor --pgport "$(<monitor.port)"
    configure monitor
    quick_monitor >>monitor/postgresql.conf
    as_owner /usr/bin/pg_autoctl config set --pgdata "$home/monitor" postgresql.listen_addresses 127.0.0.1 >>monitor.log 2>&1 ||
        sed -i 's/^listen_addresses = .*/listen_addresses = 127.0.0.1/' "$home/xdg/config/pg_autoctl$home/monitor/pg_autoctl.cfg"
    run_agent monitor
    until_true 30 answers monitor 'SELECT pgautofailover.formation_settings()' autoctl_node pg_auto_failover ||
        { tail -n 30 monitor.log >&2; stop; die "the monitor did not start"; }

    monitor="postgres://autoctl_node@127.0.0.1:$(<monitor.port)/pg_auto_failover"
    for name in node1 node2; do
        create "$name" postgres --name "$name" --pgport "$(<"$name.port")" --listen 127.0.0.1 --monitor "$monitor"
        # The second is a copy of the first, with its settings.
        [[ $name == node2 ]] || configure "$name"
        run_agent "$name"
        until_true 30 answers "$name" 'SELECT 1' || { tail -n 30 "$name.log" >&2; stop; die "$name did not start"; }
    done
    until_true 60 a_pair_soon || { tail -n 30 node1.log node2.log >&2; stop; die "the standby did not join"; }
    sql node1 'CREATE DATABASE postmeester'
    export_line POSTMEESTER_TEST_FAILOVER \
        "postgres://postgres@127.0.0.1:$(<node1.port),127.0.0.1:$(<node2.port)/postmeester?target_session_attrs=read-write"
}

# ---- what goes wrong ------------------------------------------------------------------------

primary() {
    local name
    for name in node1 node2; do
        if [[ $(PGCONNECT_TIMEOUT=1 sql "$name" 'SELECT pg_is_in_recovery()' 2>/dev/null) == f ]]; then
            echo "$name"
            return
        fi
    done
    die "neither server takes writes"
}

# Processes of one server: its agent, PostgreSQL, and all that they started. They all work in the server's folder,
# which nothing else does; a number that was written down could be somebody else's by now.
processes() {
    local process program
    for process in /proc/[0-9]*; do
        { read -r program <"$process/comm"; } 2>/dev/null || continue
        [[ $program == pg_* || $program == postgres ]] || continue
        [[ $(readlink "$process/cwd" 2>/dev/null) =~ ^"$home/$1"(/|$| ) ]] && echo "${process#/proc/}"
    done
    return 0
}

signal() { # SIGNAL NAME
    local all
    mapfile -t all < <(processes "$2")
    ((${#all[@]} == 0)) || kill "-$1" "${all[@]}" 2>/dev/null || true
}

hit_primary() {
    local name
    name=$(primary)
    # Twice: what was being started at the first look is found by the second.
    signal "$1" "$name"
    signal "$1" "$name"
    say "$name (port $(<"$home/$name.port")): $2"
}

revive() {
    local name all
    for name in node1 node2; do
        mapfile -t all < <(processes "$name")
        if ((${#all[@]} > 0)); then
            signal CONT "$name"
        else
            # A power cut takes /run along.
            rm -f "$home/$name/postmaster.pid" "$home/xdg/run/pg_autoctl$home/$name/pg_autoctl.pid"
            run_agent "$name"
        fi
    done
    until_true 90 a_pair_soon || { tail -n 30 "$home"/node?.log >&2; die "there is no pair of servers after 90 seconds"; }
}

# ---- status and stop ------------------------------------------------------------------------

status() {
    as_owner /usr/bin/pg_autoctl show state --pgdata "$home/monitor" || true
    local name=
    name=$(primary) || return 1
    echo "$name takes writes; COMMIT waits for: $(sql "$name" 'SHOW synchronous_standby_names')"
    sql "$name" "SELECT application_name, state, sync_state FROM pg_stat_replication"
}

# Also right after a start that was broken off half-way, and when there is nothing to stop.
stop() {
    local name all
    [[ -d $home ]] || return 0
    for name in node2 node1 monitor; do
        signal CONT "$name"
        signal TERM "$name"
        for _ in {1..100}; do
            mapfile -t all < <(processes "$name")
            ((${#all[@]} > 0)) || break
            sleep 0.1
        done
        signal KILL "$name"
    done
    cd /
    rm -rf "$home"
}

usage() { sed -n '2,10s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 2; }

# The folder as an absolute path: the server programs change their working directory.
[[ -n ${2:-} ]] || usage
[[ ${1:-} != start ]] || mkdir -p "$2"
[[ -d $2 ]] || { [[ $1 == stop ]] && exit 0; die "there is no folder $2"; }
home=$(cd "$2" && pwd -P)/failover
[[ $1 == start || $1 == stop || -d $home ]] || die "nothing was started under $2 (scripts/failover.sh start $2)"

case $1 in
start) start "$2" ;;
status) status ;;
kill-primary) hit_primary KILL "killed, with its agent" ;;
hang-primary) hit_primary STOP "hangs, with its agent" ;;
revive) revive ;;
stop) stop ;;
*) usage ;;
esac
