"""The README: its commands run, and what it points at is there."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from clinic.migrate import upgrade
from clinic.records import Records
from clinic.settings import ROOT, Settings
from clinic.staff.accounts import Accounts

README = (ROOT / "README.md").read_text("utf-8")
# Commands that other tests run, or that take long or change the checkout.
ELSEWHERE = re.compile(
    r"make (?:run|test|lint|eval|bench)\b|cp |.*-m (?:analysis |evaluation\.(?:transcripts|photographs))"
)


def commands() -> Iterator[str]:
    for language, block in re.findall(r"^```(\w*)\n(.*?)^```", README, re.M | re.S):
        for line in [] if language else block.splitlines():
            yield line.split("   #", maxsplit=1)[0].strip()
    yield from re.findall(r"`(\.venv/bin/python -m [^`]*)`", README.replace("\n", " "))


RUN_HERE = sorted({each for each in commands() if not ELSEWHERE.match(each)})


@pytest.fixture
def alarmed(tmp_path: Path) -> Path:
    settings = Settings(var=tmp_path)
    upgrade(settings)
    records = Records.open(settings)
    intake = records.begin_intake("asha", "web")
    records.flag(
        intake, sender="asha", channel="web", level="now", reasons=["chemical_burn"], message="-"
    )
    records.dispose()
    accounts = Accounts.open(settings)
    accounts.first_admin()
    accounts.dispose()
    return tmp_path


def test_there_are_commands_to_run() -> None:
    assert any("regimen" in each for each in RUN_HERE)
    assert any("clinic acknowledge" in each for each in RUN_HERE)


@pytest.mark.parametrize("command", RUN_HERE)
def test_a_command_runs(alarmed: Path, command: str) -> None:
    done = subprocess.run(
        ["/bin/bash", "-c", command],
        cwd=ROOT,
        env=os.environ | {"DEWY_VAR": str(alarmed)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_every_make_target_exists() -> None:
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M)
    assert set(re.findall(r"\bmake (?:-s )?([a-z]+)", README)) <= set(targets)


def test_what_it_points_at_is_there() -> None:
    linked = re.findall(r"\]\((?!http)([^)#]+)\)", README)
    shown = re.findall(r"^\| (`[^|]+`(?:, `[^|]+`)*) \|", README, re.M)
    folders = [each.strip("` ") for line in shown for each in line.split(",")]
    assert linked
    assert folders
    for path in [*linked, *folders]:
        assert (ROOT / path).exists(), path


def test_its_settings_exist() -> None:
    known = set(re.findall(r"DEWY_\w+", (ROOT / ".env.example").read_text("utf-8")))
    assert set(re.findall(r"DEWY_\w+", README)) <= known
