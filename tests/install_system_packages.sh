#!/bin/sh
# Install the browser, the X server and the small tools that the tests drive them with, where
# that can be done without asking: on Debian and its kin, as root or with a sudo that asks nothing.
set -eu

packages="chromium xvfb xdotool openbox wmctrl imagemagick x11-utils fonts-noto-cjk libgl1 libglib2.0-0"

missing=""
for package in $packages; do
    dpkg -s "$package" >/dev/null 2>&1 || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null 2>&1; then
    echo "Install by hand for the browser and window tests:$missing" >&2
    exit 0
fi
if [ "$(id -u)" = 0 ]; then
    as_root=""
elif sudo -n true 2>/dev/null; then
    as_root="sudo"
else
    echo "Install for the browser and window tests: sudo apt-get install$missing" >&2
    exit 0
fi
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -qq
$as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null
