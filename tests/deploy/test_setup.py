"""Set-up says in one line what is missing on a machine, and what to do about it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.train import ROOT

PROGRAMS = ["bash", "cat", "cmp", "dirname", "grep", "tail", "sed", "touch"]


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A checkout on a machine with nothing but a few programs, in `bin`."""
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    (tmp_path / "deploy").mkdir()
    shutil.copy(ROOT / "deploy/setup.sh", tmp_path / "deploy")
    (tmp_path / "bin").mkdir()
    for program in PROGRAMS:
        found = shutil.which(program)
        assert found
        (tmp_path / "bin" / program).symlink_to(found)
    return tmp_path


def program(path: Path, script: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/bash\n{script}\n")
    path.chmod(0o755)


def set_up(machine: Path, **given: str) -> tuple[int, list[str]]:
    environment = {
        "PATH": str(machine / "bin"),
        "HOME": str(machine),
        "UV_OFFLINE": "1",
        "UV_CACHE_DIR": str(machine / "cache"),
        "UV_PYTHON_INSTALL_DIR": str(machine / "pythons"),
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_NO_INDEX": "1",
        **given,
    }
    done = subprocess.run(
        ["bash", "deploy/setup.sh"],
        cwd=machine,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert not done.stdout
    return done.returncode, done.stderr.splitlines()


def with_app(machine: Path) -> None:
    """As it is when `.venv` is built already."""
    (machine / ".venv/bin").mkdir(parents=True)
    for name in ("python", "uv"):
        (machine / ".venv/bin" / name).symlink_to(Path(sys.executable).with_name(name))
    locks = [machine / "requirements" / name for name in ("uv.txt", "app.txt")]
    (machine / ".venv/.installed").write_bytes(b"".join(lock.read_bytes() for lock in locks))


def test_without_python(machine: Path) -> None:
    assert set_up(machine) == (
        1,
        ["setup: Python 3.11 or 3.12 is missing: apt install python3 python3-venv"],
    )


def test_without_venv(machine: Path) -> None:
    """Debian's python3 alone has no ensurepip."""
    script = f'case "$*" in *ensurepip*) exit 1;; esac; exec {sys.executable} "$@"'
    program(machine / "bin/python3.11", script)
    status, lines = set_up(machine)
    assert status == 1
    assert lines == ["setup: Python cannot make environments: apt install python3-venv"]
    assert not (machine / ".venv").exists()


def test_a_python_that_does_not_really_run_is_passed_over(machine: Path) -> None:
    program(machine / "bin/python3.11", "echo 'pyenv: python3.11: command not found' >&2; exit 127")
    assert set_up(machine)[1] == [
        "setup: Python 3.11 or 3.12 is missing: apt install python3 python3-venv"
    ]


def test_without_network(machine: Path) -> None:
    script = 'echo "Looking"; echo "ERROR: No matching distribution found for uv" >&2; exit 1'
    program(machine / ".venv/bin/python", script)
    status, lines = set_up(machine)
    assert status == 1
    assert lines[-1] == (
        "setup: could not install uv: is the network there? "
        "(ERROR: No matching distribution found for uv)"
    )
    assert len(lines) == 2


def test_without_network_for_the_libraries(machine: Path) -> None:
    with_app(machine)
    (machine / ".venv/.installed").unlink()
    (machine / ".venv/pyvenv.cfg").write_text(f"home = {Path(sys.executable).resolve().parent}\n")
    status, lines = set_up(machine)
    assert status == 1
    assert lines[0] == "setup: installing requirements/app.txt into .venv (a minute)"
    assert lines[1].startswith("setup: could not install requirements/app.txt: is the network")
    assert len(lines) == 2
    assert not (machine / ".venv/.installed").exists()


def test_without_python_3_10_and_network(machine: Path) -> None:
    with_app(machine)
    status, lines = set_up(machine)
    assert status == 1
    assert lines[0] == "setup: no Python 3.10 here: fetching one with uv (Rasa 3.6 needs it)"
    assert lines[1].startswith("setup: Python 3.10 is missing and could not be fetched: install it")
    assert len(lines) == 2


def test_python_3_10_of_pyenv_is_found(machine: Path) -> None:
    with_app(machine)
    said = 'case "$1" in -c) echo 3.10;; --version) echo Python 3.10.99;; *) exit 1;; esac'
    program(machine / "pyenv/versions/3.10.99/bin/python", said)
    _, lines = set_up(machine, PYENV_ROOT=str(machine / "pyenv"))
    assert lines[0] == "setup: making .venv-rasa with Python 3.10.99"


def test_nothing_is_said_where_nothing_changed(machine: Path) -> None:
    with_app(machine)
    program(machine / ".venv-rasa/bin/python", "exit 1")
    shutil.copy(machine / "requirements/rasa.txt", machine / ".venv-rasa/.installed")
    assert set_up(machine) == (0, [])
