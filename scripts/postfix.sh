#!/usr/bin/env bash
# A private Postfix on a free loopback port. It takes mail for every address and delivers
# all of it into one Maildir on this machine; it cannot send anything out. Two domains go on to
# ports of this machine on which a test may listen: relayed.example by SMTP, bounces.example by LMTP.
#
#   eval "$(scripts/postfix.sh start DIR)"   start it under DIR/postfix, set POSTMEESTER_TEST_POSTFIX
#                                            (smtp://127.0.0.1:PORT), POSTMEESTER_TEST_MAILDIR, and where
#                                            the two domains go: POSTMEESTER_TEST_POSTFIX_RELAYED and
#                                            POSTMEESTER_TEST_POSTFIX_BOUNCES (127.0.0.1:PORT)
#   scripts/postfix.sh stop DIR              stop it and remove DIR/postfix
#   scripts/postfix.sh version               e.g. 3.7.11
#   scripts/postfix.sh installed             exit 0 when Postfix is there
#
# Postfix has to be started by root: as another user, this script calls itself through sudo.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# Who owns the delivered mail. Never root (Postfix refuses that): with sudo it is the
# developer, who can then read the mailbox without being root.
mailbox_owner() {
    if [[ ${SUDO_UID:-0} != 0 ]]; then
        echo "$SUDO_UID $SUDO_GID"
    else
        echo "$(id -u nobody) $(id -g nobody)"
    fi
}

main_cf() {
    local home=$1 uid=$2 gid=$3 relayed=$4 bounces=$5
    cat <<CONF
compatibility_level = 3.6
queue_directory = $home/queue
data_directory = $home/data
maillog_file = $home/log/mail.log
maillog_file_prefixes = $home/log

# Loopback alone (the port is in master.cf), and no look-up of any name.
inet_protocols = ipv4
inet_interfaces = 127.0.0.1
myhostname = postfix.test.invalid
mynetworks = 127.0.0.0/8
disable_dns_lookups = yes
smtp_host_lookup = native
smtpd_peername_lookup = no
biff = no

# Every domain and every address is a mailbox here, and all of them are the same one.
mydestination =
relay_domains =
alias_maps =
alias_database =
recipient_delimiter =
virtual_mailbox_domains = static:all
virtual_mailbox_maps = static:all/
virtual_mailbox_base = $home/mail
virtual_transport = virtual
virtual_minimum_uid = 1
virtual_uid_maps = static:$uid
virtual_gid_maps = static:$gid
smtpd_relay_restrictions = reject_unauth_destination
smtpd_recipient_restrictions =

# But these two, which go to whoever listens there. A test does not wait long for a second try.
transport_maps = inline:{ { relayed.example = smtp:[127.0.0.1]:$relayed }, { bounces.example = lmtp:inet:127.0.0.1:$bounces } }
queue_run_delay = 2s
minimal_backoff_time = 2s
maximal_backoff_time = 4s

# No way out: what is not delivered above is refused, not sent.
default_transport = error:this Postfix delivers to this machine alone
relay_transport = error:this Postfix delivers to this machine alone
local_transport = error:this Postfix has no local users
notify_classes =

# Mail arrives with the headers it was sent with; only the trace of the delivery is added.
local_header_rewrite_clients =
append_dot_mydomain = no

# Room for attachments, and no brakes on a test that sends fast.
message_size_limit = 52428800
mailbox_size_limit = 0
virtual_mailbox_limit = 0
in_flow_delay = 0
smtpd_client_connection_count_limit = 0
smtpd_tls_security_level = none
CONF
}

# Debian runs most of these in a chroot (5th column `y`); ours has no chroot to run in.
master_cf() {
    cat <<CONF
127.0.0.1:$1 inet n  -  n  -     -  smtpd
pickup     unix  n  -  n  60    1  pickup
cleanup    unix  n  -  n  -     0  cleanup
qmgr       unix  n  -  n  300   1  qmgr
rewrite    unix  -  -  n  -     -  trivial-rewrite
bounce     unix  -  -  n  -     0  bounce
defer      unix  -  -  n  -     0  bounce
trace      unix  -  -  n  -     0  bounce
verify     unix  -  -  n  -     1  verify
flush      unix  n  -  n  1000? 0  flush
proxymap   unix  -  -  n  -     -  proxymap
proxywrite unix  -  -  n  -     1  proxymap
showq      unix  n  -  n  -     -  showq
error      unix  -  -  n  -     -  error
retry      unix  -  -  n  -     -  error
virtual    unix  -  n  n  -     -  virtual
smtp       unix  -  -  n  -     -  smtp
lmtp       unix  -  -  n  -     -  lmtp
anvil      unix  -  -  n  -     1  anvil
postlog    unix-dgram n - n -   1  postlogd
CONF
}

start() {
    local home=$1/postfix uid gid try port relayed bounces
    [[ ! -e $home ]] || die "$home is there already: stop it first (scripts/postfix.sh stop $1)"
    # Postfix's own user has to get through to its queue and to the mailbox.
    umask 022
    mkdir -p "$home"/{conf,queue,log,mail/all/{new,cur,tmp}}
    read -r uid gid < <(mailbox_owner)
    chown -R "$uid:$gid" "$home/mail"
    if ! reachable "$home"; then
        rm -rf "$home"
        die "Postfix's user cannot enter $1: choose a folder that others may enter (chmod 755)"
    fi
    relayed=$(free_port)
    bounces=$(free_port)
    main_cf "$home" "$uid" "$gid" "$relayed" "$bounces" >"$home/conf/main.cf"

    # Another program can take the port between our look and Postfix's: then try the next one.
    for try in 1 2 3 4 5; do
        port=$(free_port)
        master_cf "$port" >"$home/conf/master.cf"
        # Its output goes to a file: the daemons keep it open, and `$( … )` would wait for them.
        if postfix -c "$home/conf" start </dev/null >>"$home/log/start.log" 2>&1; then
            answers "$port" || break
            export_line POSTMEESTER_TEST_POSTFIX "smtp://127.0.0.1:$port"
            export_line POSTMEESTER_TEST_MAILDIR "$home/mail/all/"
            export_line POSTMEESTER_TEST_POSTFIX_RELAYED "127.0.0.1:$relayed"
            export_line POSTMEESTER_TEST_POSTFIX_BOUNCES "127.0.0.1:$bounces"
            return
        fi
        say "Postfix did not start on port $port (try $try)"
    done
    tail -v -n 30 "$home"/log/*.log >&2 || true
    stop "$1"
    die "Postfix did not start"
}

# A folder that its own user alone may enter (mktemp -d makes such) hides everything below it.
reachable() {
    setpriv --reuid=postfix --regid=postfix --clear-groups test -x "$1/queue"
}

# Does an SMTP greeting come back? The port is open by now (`postfix start` waits for that);
# a Postfix that does not greet on it has a broken configuration, which its log tells.
answers() {
    local greeting=
    {
        read -r -t 20 greeting <&3 || true
        printf 'QUIT\r\n' >&3
    } 3<>"/dev/tcp/127.0.0.1/$1"
    [[ $greeting == 220* ]]
}

# The process number of the running master, when it is really this Postfix's.
master_pid() {
    local pid
    [[ -s $1/queue/pid/master.pid ]] || return 1
    pid=$(tr -dc '0-9' <"$1/queue/pid/master.pid")
    [[ -n $pid && $(readlink "/proc/$pid/cwd") == "$1/queue" ]] || return 1
    echo "$pid"
}

# Also right after a start that was broken off half-way, and when there is nothing to stop.
stop() {
    local home=$1/postfix pid
    [[ -d $home ]] || return 0
    if pid=$(master_pid "$home"); then
        postfix -c "$home/conf" stop </dev/null >>"$home/log/stop.log" 2>&1 || true
        for _ in {1..100}; do
            [[ -d /proc/$pid ]] || break
            sleep 0.1
        done
        [[ ! -d /proc/$pid ]] || die "Postfix under $home (process $pid) does not stop"
    fi
    rm -rf "$home"
}

version() { postconf -d -h mail_version; }

usage() { sed -n '2,14s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 2; }

folder() {
    [[ -n ${1:-} ]] || usage
    mkdir -p "$1"
    (cd "$1" && pwd -P)
}

case ${1:-} in
start | stop)
    [[ -n ${2:-} ]] || usage
    [[ $1 == start || -d $2 ]] || exit 0
    command -v postfix >/dev/null || die "Postfix is not installed (Debian: apt-get install postfix)"
    # The folder is made here, before sudo, so that it stays the developer's.
    dir=$(folder "$2")
    if ((EUID != 0)); then
        can_be_root || die "Postfix has to be started by root: run this as root or with sudo set up"
        exec sudo -- "${BASH_SOURCE[0]}" "$1" "$dir"
    fi
    "$1" "$dir"
    ;;
version) version ;;
installed) command -v postfix >/dev/null && command -v postconf >/dev/null ;;
*) usage ;;
esac
