#!/bin/sh
# Make sure that a Chromium for the browser tests is there: find one, or install one with apt-get where that
# needs no password. Prints the browser's path; exits 1, saying what is missing, where there is none.
set -eu

# tests/conftest.py looks in the same places.
find_browser() {
    if [ -n "${CHROMIUM:-}" ]; then
        command -v "$CHROMIUM" && return
        echo "CHROMIUM=$CHROMIUM is not a program." >&2
        return 1
    fi
    for name in chromium chromium-browser google-chrome google-chrome-stable \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" \
        /Applications/Chromium.app/Contents/MacOS/Chromium; do
        # Ubuntu puts a script under this name that only asks for a snap; a browser answers with a version.
        path=$(command -v "$name") && "$path" --version </dev/null >/dev/null 2>&1 && echo "$path" && return
    done
    return 1
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    else
        sudo -n "$@"
    fi
}

may_install() {
    command -v apt-get >/dev/null || return 1
    [ "$(id -u)" = 0 ] || { command -v sudo >/dev/null && sudo -n true 2>/dev/null; }
}

install_with_apt() {
    # env: sudo drops variables, and a question about a package would wait for ever.
    set -- env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3
    as_root "$@" update && as_root "$@" install --no-install-recommends chromium fonts-liberation
}

find_browser && exit
[ -z "${CHROMIUM:-}" ] || exit 1
if may_install; then
    echo "Installing the packages chromium and fonts-liberation with apt-get" >&2
    install_with_apt </dev/null >&2 || echo "apt-get could not install chromium." >&2
    find_browser && exit
fi
echo "No Chromium or Google Chrome was found on the PATH, and none could be installed without a password." >&2
echo "Install one (as root, on Debian: apt-get install chromium), or set CHROMIUM=/path/to/the/browser." >&2
exit 1
