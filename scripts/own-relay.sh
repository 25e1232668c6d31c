#!/usr/bin/env bash
# What an office may have as its own relay, on free loopback ports: Postfix and Dovecot's submission service, to which
# one logs in by password or by token, and a provider of tokens (tests/oauth-server). Nothing of it can send anything out.
#
#   eval "$(scripts/own-relay.sh start DIR)"   start it under DIR/own-relay, set POSTMEESTER_TEST_OWN_RELAY to a file
#                                              that names its ports, its certificate and where its mail arrives
#   scripts/own-relay.sh stop DIR              stop it and remove DIR/own-relay
#   scripts/own-relay.sh version               e.g. 2.3.19.1 (Dovecot's)
#   scripts/own-relay.sh installed             exit 0 when its programs are there
#
# Who may log in: jo@example.be with the password hunter2 or a token, an@example.be with hunter3. Postfix lets jo send as
# jo@example.be and office@example.be.
#
# Postfix and Dovecot have to be started by root: as another user, this script calls itself through sudo.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
provider=$(cd "$(dirname "${BASH_SOURCE[0]}")/../tests/oauth-server" && pwd -P)

main_cf() {
    local home=$1 uid gid
    uid=$(id -u nobody) gid=$(id -g nobody)
    cat <<CONF
compatibility_level = 3.6
queue_directory = $home/queue
data_directory = $home/data
maillog_file = $home/log/mail.log
maillog_file_prefixes = $home/log

# Loopback alone (the ports are in master.cf), and no look-up of any name.
inet_protocols = ipv4
inet_interfaces = 127.0.0.1
myhostname = relay.test.invalid
mynetworks = 127.0.0.0/8
disable_dns_lookups = yes
smtpd_peername_lookup = no
biff = no

# Every address is a mailbox here, and all of them are the same one; there is no way out.
mydestination =
alias_maps =
virtual_mailbox_domains = static:all
virtual_mailbox_maps = static:all/
virtual_mailbox_base = $home/mail
virtual_minimum_uid = 1
virtual_uid_maps = static:$uid
virtual_gid_maps = static:$gid
default_transport = error:this Postfix delivers to this machine alone
relay_transport = error:this Postfix delivers to this machine alone
local_transport = error:this Postfix has no local users
smtpd_client_connection_count_limit = 0
smtpd_error_sleep_time = 0
in_flow_delay = 0

smtpd_tls_cert_file = $home/relay.pem
smtpd_tls_key_file = $home/relay.key
smtpd_sasl_type = dovecot
smtpd_sasl_path = $home/auth
smtpd_sender_login_maps = inline:{ {jo@example.be = jo@example.be}, {office@example.be = jo@example.be}, {an@example.be = an@example.be} }
CONF
}

# Debian runs most of these in a chroot (5th column `y`); ours has no chroot to run in.
master_cf() {
    # One port for each way to send a token.
    local bearer="-o smtpd_sasl_mechanism_filter=!xoauth2,static:rest"
    local guarded="-o smtpd_sasl_auth_enable=yes -o smtpd_sender_restrictions=reject_sender_login_mismatch -o smtpd_relay_restrictions=permit_sasl_authenticated,reject"
    cat <<CONF
127.0.0.1:$1 inet n  -  n  -     -  smtpd -o smtpd_tls_security_level=encrypt $guarded
127.0.0.1:$2 inet n  -  n  -     -  smtpd -o smtpd_tls_wrappermode=yes $guarded $bearer
127.0.0.1:$3 inet n  -  n  -     -  smtpd -o smtpd_relay_restrictions=reject_unauth_destination
cleanup    unix  n  -  n  -     0  cleanup
qmgr       unix  n  -  n  300   1  qmgr
rewrite    unix  -  -  n  -     -  trivial-rewrite
bounce     unix  -  -  n  -     0  bounce
defer      unix  -  -  n  -     0  bounce
trace      unix  -  -  n  -     0  bounce
flush      unix  n  -  n  1000? 0  flush
proxymap   unix  -  -  n  -     -  proxymap
proxywrite unix  -  -  n  -     1  proxymap
showq      unix  n  -  n  -     -  showq
error      unix  -  -  n  -     -  error
retry      unix  -  -  n  -     -  error
virtual    unix  -  n  n  -     -  virtual
tlsmgr     unix  -  -  n  1000? 1  tlsmgr
anvil      unix  -  -  n  -     1  anvil
postlog    unix-dgram n - n -   1  postlogd
CONF
}

# Dovecot's part: it checks passwords and tokens, for Postfix too, and has a submission service of its own, which
# gives what it takes to Postfix.
dovecot_conf() {
    local home=$1 port=$2 behind=$3
    cat <<CONF
base_dir = $home/run
state_dir = $home/run
log_path = $home/log/dovecot.log
listen = 127.0.0.1
protocols = submission
hostname = dovecot.test.invalid
mail_location = maildir:$home/dovecot
ssl = required
ssl_cert = <$home/relay.pem
ssl_key = <$home/relay.key
auth_mechanisms = plain login xoauth2 oauthbearer
auth_failure_delay = 0
passdb {
  driver = passwd-file
  args = $home/passwords
  mechanisms = plain login
}
passdb {
  driver = oauth2
  args = $home/oauth2.conf
  mechanisms = xoauth2 oauthbearer
}
userdb {
  driver = static
  args = uid=nobody gid=nogroup home=$home/dovecot
}
service auth {
  unix_listener $home/auth {
    mode = 0666
  }
}
# No longer and longer pauses for whoever fails to log in, as the tests do.
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service submission-login {
  inet_listener submission {
    port = $port
  }
}
submission_relay_host = 127.0.0.1
submission_relay_port = $behind
CONF
}

oauth2_conf() {
    cat <<CONF
introspection_mode = post
introspection_url = http://relay:s3cret@127.0.0.1:$1/token/introspection
force_introspection = yes
username_attribute = username
active_attribute = active
active_value = true
CONF
}

# A certificate of localhost, by an authority of its own, which nobody trusts who is not told to.
certificate() {
    local home=$1 log=$1/log/openssl.log
    {
        openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=test authority" \
            -keyout "$home/ca.key" -out "$home/ca.pem"
        openssl req -newkey rsa:2048 -nodes -subj "/CN=localhost" -keyout "$home/relay.key" -out "$home/relay.csr"
        openssl x509 -req -in "$home/relay.csr" -CA "$home/ca.pem" -CAkey "$home/ca.key" -CAcreateserial -days 2 \
            -extfile <(echo "subjectAltName=DNS:localhost") -out "$home/relay.pem"
    } >"$log" 2>&1 || { cat "$log" >&2; return 1; }
    chmod 600 "$home/relay.key"
}

install_provider() {
    [[ ! $provider/node_modules/.package-lock.json -nt $provider/package-lock.json ]] || return 0
    (cd "$provider" && npm ci --no-audit --no-fund) >&2 || die "npm could not install the provider of tokens"
}

start_provider() {
    local home=$1 port=$2
    setsid node "$provider/server.mjs" "$port" </dev/null >"$home/log/oauth.log" 2>&1 &
    echo $! >"$home/oauth.pid"
    for _ in {1..100}; do
        ! grep -q '^ready' "$home/log/oauth.log" || return 0
        sleep 0.1
    done
    return 1
}

start() {
    local home=$1/own-relay try starttls tls behind dovecot oauth
    [[ ! -e $home ]] || die "$home is there already: stop it first (scripts/own-relay.sh stop $1)"
    # Postfix's and Dovecot's users have to get through to what is theirs.
    umask 022
    mkdir -p "$home"/{conf,queue,log,run,dovecot,mail/all/{new,cur,tmp}}
    chown -R nobody:nogroup "$home/mail" "$home/dovecot"
    certificate "$home" || die "openssl could not make a certificate"
    printf '%s\n' 'jo@example.be:{PLAIN}hunter2' 'an@example.be:{PLAIN}hunter3' >"$home/passwords"

    # Another program can take a port between our look and the server's: then try the next ones.
    for try in 1 2 3 4 5; do
        starttls=$(free_port) tls=$(free_port) behind=$(free_port) dovecot=$(free_port) oauth=$(free_port)
        main_cf "$home" >"$home/conf/main.cf"
        master_cf "$starttls" "$tls" "$behind" >"$home/conf/master.cf"
        dovecot_conf "$home" "$dovecot" "$behind" >"$home/dovecot.conf"
        oauth2_conf "$oauth" >"$home/oauth2.conf"
        # Their output goes to files: the daemons keep it open, and `$( … )` would wait for them.
        if start_provider "$home" "$oauth" &&
            dovecot -c "$home/dovecot.conf" </dev/null >>"$home/log/start.log" 2>&1 &&
            postfix -c "$home/conf" start </dev/null >>"$home/log/start.log" 2>&1 &&
            answers "$starttls" && answers "$dovecot"; then
            cat >"$home/own-relay.json" <<JSON
{"starttls": $starttls, "tls": $tls, "dovecot": $dovecot, "provider": $oauth,
 "ca": "$home/ca.pem", "maildir": "$home/mail/all/new"}
JSON
            chmod 755 "$home/mail/all" "$home/mail/all/new" "$home/mail"
            export_line POSTMEESTER_TEST_OWN_RELAY "$home/own-relay.json"
            return
        fi
        say "the relay did not start (try $try)"
        halt "$home"
    done
    tail -v -n 30 "$home"/log/*.log >&2 || true
    stop "$1"
    die "the relay did not start"
}

# Does an SMTP greeting come back?
answers() {
    local greeting=
    {
        read -r -t 20 greeting <&3 || true
        printf 'QUIT\r\n' >&3
    } 3<>"/dev/tcp/127.0.0.1/$1"
    [[ $greeting == 220* ]]
}

# The process whose number is in this file, when its command line is as it should be.
process() {
    local pid
    [[ -s $1 ]] || return 1
    pid=$(tr -dc '0-9' <"$1")
    [[ -n $pid ]] && tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline" | grep -qF "$2" || return 1
    echo "$pid"
}

gone() {
    for _ in {1..100}; do
        [[ -d /proc/$1 ]] || return 0
        sleep 0.1
    done
    return 1
}

# Also right after a start that was broken off half-way, and when there is nothing to stop.
halt() {
    local home=$1 pid
    if pid=$(process "$home/queue/pid/master.pid" master); then
        postfix -c "$home/conf" stop </dev/null >>"$home/log/stop.log" 2>&1 || true
        gone "$pid" || die "Postfix under $home (process $pid) does not stop"
    fi
    if pid=$(process "$home/run/master.pid" "$home/dovecot.conf"); then
        dovecot -c "$home/dovecot.conf" stop </dev/null >>"$home/log/stop.log" 2>&1 || true
        gone "$pid" || die "Dovecot under $home (process $pid) does not stop"
    fi
    if pid=$(process "$home/oauth.pid" server.mjs); then
        kill "$pid"
        gone "$pid" || die "the provider under $home (process $pid) does not stop"
    fi
}

stop() {
    [[ -d $1/own-relay ]] || return 0
    halt "$1/own-relay"
    rm -rf "$1/own-relay"
}

usage() { sed -n '2,14s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 2; }

installed() {
    command -v postfix >/dev/null && command -v dovecot >/dev/null && [[ -x /usr/lib/dovecot/submission ]] &&
        command -v openssl >/dev/null && command -v node >/dev/null && command -v npm >/dev/null
}

case ${1:-} in
start | stop)
    [[ -n ${2:-} ]] || usage
    [[ $1 == start || -d $2 ]] || exit 0
    installed || die "missing (Debian: apt-get install postfix dovecot-core dovecot-submissiond openssl nodejs npm)"
    mkdir -p "$2"
    dir=$(cd "$2" && pwd -P)
    # Before sudo, so that what is installed in our tree is not root's.
    [[ $1 == stop ]] || install_provider
    if ((EUID != 0)); then
        can_be_root || die "Postfix and Dovecot have to be started by root: run this as root or with sudo set up"
        exec sudo -- "${BASH_SOURCE[0]}" "$1" "$dir"
    fi
    "$1" "$dir"
    ;;
version) dovecot --version | cut -d' ' -f1 ;;
installed) installed ;;
*) usage ;;
esac
