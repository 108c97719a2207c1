"""The locks name exact versions with hashes, and no place to fetch them from."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from deploy.train import ROOT

LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


def pins(name: str) -> dict[str, str]:
    text = (ROOT / "requirements" / name).read_text("utf-8")
    return dict(re.findall(r"^([a-z0-9._-]+)(?:\[.*\])?==(\S+)", text, re.M))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_a_lock_holds_no_address(lock: Path) -> None:
    text = lock.read_text("utf-8")
    assert "://" not in text
    assert not re.search(r"^-", text, re.M)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_each_package_has_a_hash(lock: Path) -> None:
    text = lock.read_text("utf-8")
    packages = re.findall(r"^[a-z0-9].*", text, re.M)
    assert packages
    assert all("==" in line and line.endswith("\\") for line in packages)


@pytest.mark.parametrize(("plain", "dev"), [("app", "dev"), ("rasa", "rasa-dev")])
def test_what_is_tested_is_what_runs(plain: str, dev: str) -> None:
    assert pins(f"{plain}.txt").items() <= pins(f"{dev}.txt").items()
