#!/bin/sh
# Installs the browsers that the tests look through, unless they are there.
set -eu
missing=""
command -v chromium-headless-shell >/dev/null || command -v chromium >/dev/null || missing="chromium-headless-shell"
command -v firefox-esr >/dev/null || command -v firefox >/dev/null || missing="$missing firefox-esr"
[ -n "$missing" ] || exit 0
as_root=""
[ "$(id -u)" = 0 ] || as_root="sudo"
if ! command -v apt-get >/dev/null || ! command -v ${as_root:-true} >/dev/null; then
    echo "these browsers are missing and cannot be installed from here:$missing" >&2
    echo "hint: install them with your system's packages, or run apt-get install $missing as root" >&2
    exit 1
fi
echo "Installing:$missing"
$as_root apt-get update -qq
# shellcheck disable=SC2086
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
