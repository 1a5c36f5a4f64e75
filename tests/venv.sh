#!/bin/sh
# Makes .venv with the Python given; on a Debian without the venv module, installs that first where it may.
set -eu
if ! "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "instructdeck needs Python 3.11 or newer; '$1' is $("$1" --version 2>&1)" >&2
    echo "hint: make PYTHON=python3.12" >&2
    exit 1
fi
if ! "$1" -c 'import venv, ensurepip' 2>/dev/null; then
    if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
        apt-get update -qq && apt-get install -y -qq --no-install-recommends python3-venv
    else
        echo "Python's venv module is missing" >&2
        echo "hint: sudo apt-get install python3-venv" >&2
        exit 1
    fi
fi
rm -rf .venv
exec "$1" -m venv .venv
