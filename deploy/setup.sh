#!/usr/bin/env bash
# Builds both Python environments from the hashed locks; quick when nothing changed.
# usage: deploy/setup.sh [app|dev]   (dev adds what the tests and linters need)
set -euo pipefail
cd "$(dirname "$0")/.."
kind=${1:-app}
# what `make facts` reads is not for us
exec </dev/null

say() { printf 'setup: %s\n' "$*" >&2; }
die() { say "$@"; exit 1; }

# or_die WORDS COMMAND...: runs it in silence; where it fails, says the words and its own last error.
or_die() {
    local words=$1 output
    shift
    output=$("$@" 2>&1) && return
    die "$words ($(grep -iE 'error|fail|caused by|no such|not ' <<<"$output" | tail -n 1 | sed 's/^ *//' || true))"
}

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

# A lock with the tests' tools also holds the app's: never step down from dev to app.
lock_for() {
    if [ "$kind" = dev ]; then touch "$1/.dev"; fi
    if [ -f "$1/.dev" ]; then printf '%s' "$3"; else printf '%s' "$2"; fi
}

# sync ENVIRONMENT HOW_LONG LOCK...: makes it hold just the locks, unless these very locks made it.
sync() {
    local environment=$1 how_long=$2 stamp="$1/.installed"
    shift 2
    if [ -f "$stamp" ] && cat "$@" | cmp -s "$stamp" -; then return; fi
    say "installing ${*: -1} into $environment ($how_long)"
    or_die "could not install ${*: -1}: is the network there?" \
        .venv/bin/uv pip sync --no-progress --require-hashes -p "$environment" "$@"
    cat "$@" >"$stamp"
}

if [ ! -x .venv/bin/python ]; then
    python=$(find_python 3.11 || find_python 3.12) || die "Python 3.11 or 3.12 is missing: apt install python3 python3-venv"
    "$python" -c 'import ensurepip, venv' 2>/dev/null || die "Python cannot make environments: apt install python3-venv"
    say "making .venv with $("$python" --version)"
    or_die "could not make .venv" "$python" -m venv --clear .venv
fi
if [ ! -x .venv/bin/uv ]; then
    say "installing uv"
    or_die "could not install uv: is the network there?" \
        .venv/bin/python -m pip install --disable-pip-version-check --require-hashes -r requirements/uv.txt
fi
sync .venv "a minute" requirements/uv.txt "$(lock_for .venv requirements/app.txt requirements/dev.txt)"

if [ ! -x .venv-rasa/bin/python ]; then
    if ! python=$(find_python 3.10 || .venv/bin/uv python find --no-project 3.10 2>/dev/null); then
        say "no Python 3.10 here: fetching one with uv (Rasa 3.6 needs it)"
        or_die "Python 3.10 is missing and could not be fetched: install it, or connect to the network" \
            .venv/bin/uv python install --no-progress 3.10
        python=$(.venv/bin/uv python find --no-project 3.10)
    fi
    say "making .venv-rasa with $("$python" --version)"
    or_die "could not make .venv-rasa" .venv/bin/uv venv --clear -p "$python" .venv-rasa
fi
sync .venv-rasa "some 2 GB, a few minutes" "$(lock_for .venv-rasa requirements/rasa.txt requirements/rasa-dev.txt)"
