#!/usr/bin/env bash
# Other people's readings of SPF, DKIM and DMARC, to hold ours against: Python libraries in a folder
# of their own, and the test suite of the SPF standard's authors, which comes with one of them.
#
#   eval "$(scripts/python.sh start DIR)"   install them under DIR/python, set POSTMEESTER_TEST_PYTHON
#                                           (the interpreter that finds them) and
#                                           POSTMEESTER_TEST_SPF_SUITE (a file)
#   scripts/python.sh stop DIR              remove DIR/python
#   scripts/python.sh version               e.g. 3.11.2
#   scripts/python.sh installed             exit 0 when Python can make such a folder
#
# Nothing of it runs as a server; `start` and `stop` are what ./test calls.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

pyspf=pyspf==2.0.14
libraries=("$pyspf" dkimpy==1.1.8 authheaders==0.16.3 dnspython==2.9.2 PyNaCl==1.6.2 cryptography==50.0.2 PyYAML==6.0.4)

start() {
    local home=$1/python
    [[ ! -e $home ]] || die "$home is there already: stop it first (scripts/python.sh stop $1)"
    python3 -m venv "$home" || die "Python cannot make $home (Debian: apt-get install python3-venv)"
    {
        "$home/bin/pip" install -q --disable-pip-version-check "${libraries[@]}" &&
            "$home/bin/pip" download -q --disable-pip-version-check --no-deps --no-binary :all: -d "$home" "$pyspf" &&
            tar -xzf "$home"/pyspf-*.tar.gz -C "$home" --strip-components=2 --wildcards '*/rfc7208-tests.yml'
    } >&2 || { stop "$1"; die "the Python libraries could not be installed from PyPI"; }
    export_line POSTMEESTER_TEST_PYTHON "$home/bin/python"
    export_line POSTMEESTER_TEST_SPF_SUITE "$home/rfc7208-tests.yml"
}

stop() { rm -rf "$1/python"; }

usage() { sed -n '2,13s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 2; }

case ${1:-} in
start | stop)
    [[ -n ${2:-} ]] || usage
    [[ $1 == start || -d $2 ]] || exit 0
    mkdir -p "$2"
    "$1" "$(cd "$2" && pwd -P)"
    ;;
version) python3 -c 'import platform; print(platform.python_version())' ;;
installed) python3 -c 'import venv, ensurepip' 2>/dev/null ;;
*) usage ;;
esac
