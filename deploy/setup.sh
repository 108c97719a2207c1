#!/usr/bin/env bash
# Builds both Python environments from the hashed locks; quick when nothing changed.
# usage: deploy/setup.sh [app|dev]   (dev adds what the tests and linters need)
set -euo pipefail
cd "$(dirname "$0")/.."
kind=${1:-app}

say() { printf 'setup: %s\n' "$*" >&2; }
die() { printf 'setup: %s\n' "$*" >&2; exit 1; }

# The first interpreter of version $1 that really runs (pyenv's shims may not).
find_python() {
    local version=$1 candidate
    for candidate in "python$version" python3 "${PYENV_ROOT:-$HOME/.pyenv}"/versions/"$version".*/bin/python; do
        candidate=$(command -v "$candidate" 2>/dev/null) || continue
        if [ "$("$candidate" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)" = "$version" ]; then
            printf '%s' "$candidate"
            return
        fi
    done
    return 1
}

# sync ENVIRONMENT LOCK: installs the lock unless this very lock is already there.
sync() {
    local environment=$1 lock=$2 stamp="$1/.lock"
    if [ -f "$stamp" ] && cmp -s "$stamp" "$lock"; then return; fi
    say "installing $lock into $environment (a minute or two)"
    .venv/bin/uv --no-progress pip install --quiet --require-hashes -p "$environment" -r "$lock" \
        || die "could not install $lock: is the network there?"
    cp "$lock" "$stamp"
}

# A lock with the tests' tools also holds the app's: never step down from dev to app.
lock_for() {
    if [ "$kind" = dev ] || [ -f "$1/.dev" ]; then touch "$1/.dev"; printf '%s' "$3"; else printf '%s' "$2"; fi
}

if [ ! -x .venv/bin/python ]; then
    python=$(find_python 3.11 || find_python 3.12) || die "Python 3.11 or 3.12 is missing: apt install python3 python3-venv"
    say "making .venv with $("$python" --version)"
    "$python" -m venv .venv || { rm -rf .venv; die "Python cannot make environments: apt install python3-venv"; }
fi
if [ ! -x .venv/bin/uv ]; then
    say "installing uv"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt \
        || die "could not install uv: is the network there?"
fi
sync .venv "$(lock_for .venv requirements/app.txt requirements/dev.txt)"

if [ ! -x .venv-rasa/bin/python ]; then
    if ! python=$(find_python 3.10); then
        say "no Python 3.10 here: fetching one with uv (Rasa 3.6 needs it)"
        .venv/bin/uv python install --quiet 3.10 \
            || die "Python 3.10 is missing and could not be fetched: install it, or connect to the network"
        python=$(.venv/bin/uv python find 3.10)
    fi
    say "making .venv-rasa with $("$python" --version)"
    .venv/bin/uv venv --quiet -p "$python" .venv-rasa || die "could not make .venv-rasa"
fi
sync .venv-rasa "$(lock_for .venv-rasa requirements/rasa.txt requirements/rasa-dev.txt)"
