# shellcheck shell=bash
# What the scripts in this folder share. Sourced, never run.

# The server binaries live in sbin, which is not on every user's PATH.
PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"

# Everything for people goes to stderr: stdout belongs to the `export` lines.
say() { printf '%s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

# One shell line that sets a variable, safe to `eval`.
export_line() { printf 'export %s=%q\n' "$1" "$2"; }

# Can we act as root, now and without a question that nobody answers?
can_be_root() {
    ((EUID == 0)) && return 0
    command -v sudo >/dev/null || return 1
    sudo -n true 2>/dev/null && return 0
    # A developer at a terminal may type a password; CI has no stdin to type on.
    [[ -t 0 && -t 2 ]] && sudo -v
}

as_root() {
    if ((EUID == 0)); then "$@"; else sudo "$@"; fi
}

# A loopback port on which nothing listens. Taken below the range from which the kernel
# hands out ports for outgoing connections, so that no client of a test gets in between.
free_port() {
    local port
    for _ in {1..50}; do
        port=$((20000 + RANDOM % 12000))
        # A connection that is refused means that the port is free.
        if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
            echo "$port"
            return
        fi
    done
    die "no free port found on 127.0.0.1"
}
