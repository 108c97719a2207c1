"""A small house that was filled: what the staff see on it is what the rules and the talk made."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from clinic.alerts.listing import AlarmList
from clinic.records.models import now
from clinic.records.reviews import STATUSES
from clinic.reviews.file import PatientFile
from clinic.reviews.files import PatientFiles
from clinic.reviews.queue import Queue, Queued, Wanted
from clinic.reviews.summary import advice_now
from clinic.settings import ROOT, Settings
from clinic.staff.accounts import Accounts
from demo.__main__ import environment
from demo.fill import TakenDatabaseError, fill

COUNT = 14
DAY = dt.timedelta(days=1)


def run(var: Path, *command: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        env=environment(os.environ) | {"DEWY_VAR": str(var)} | more,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    done = run(folder, "demo.fill", "--intakes", str(COUNT))
    assert done.returncode == 0, done.stderr
    assert "sign in at /staff as admin with " in done.stderr
    return folder


@pytest.fixture
def settings(var: Path) -> Settings:
    return Settings(var=var)


@pytest.fixture
def queue(settings: Settings) -> Iterator[list[Queued]]:
    store = Queue.open(settings)
    yield store.page(Wanted(statuses=STATUSES))
    store.dispose()


@pytest.fixture
def files(settings: Settings, queue: list[Queued]) -> Iterator[list[PatientFile]]:
    store = PatientFiles.open(settings)
    yield [store.of(each.intake_id) for each in queue]
    store.dispose()


def test_the_queue_has_every_level_and_progress(queue: list[Queued]) -> None:
    assert len(queue) == COUNT
    assert {each.level for each in queue} >= {"now", "same_day", "soon", "routine"}
    assert {each.progress for each in queue} == {"completed", "open", "abandoned", "emergency"}
    assert any(each.label for each in queue)
    assert any(each.assigned_name for each in queue)


def test_warnings_are_those_of_the_rules(files: list[PatientFile]) -> None:
    planned = [each for each in files if each.advice is not None]
    assert len(planned) > COUNT / 2
    for file in planned:
        assert file.advice is not None
        assert file.advice["warnings"] == advice_now(file)["warnings"]
        said = {each.rule for each in file.warnings}
        assert said >= {each["id"] for each in file.advice["warnings"]}
    assert any(each.warnings for each in planned)


def test_everything_happened_in_its_order_and_none_of_it_in_the_future(
    files: list[PatientFile],
) -> None:
    assert max(each.started_at for each in files) > now() - DAY
    assert min(each.started_at for each in files) < now() - 10 * DAY
    for file in files:
        talk = [each.at for each in file.talk]
        assert talk == sorted(talk)
        assert talk[-1] <= now()
        assert file.started_at <= min(each.at for each in file.stated)
        last = max(talk) + dt.timedelta(minutes=1)
        dated: tuple[Any, ...] = (*file.stated, *file.warnings, *file.pictures)
        assert all(each.at <= last for each in dated)
        for each in file.check_ins:
            assert each.answered_at is None or each.due_at <= each.answered_at <= now()


def test_each_fact_has_the_words_that_it_came_from(files: list[PatientFile]) -> None:
    for file in files:
        said = {each.text for each in file.talk}
        assert all(each.message in said for each in file.stated)
        assert all(each.answers for each in file.talk)
        assert any(each.kind == "intake" and each.given for each in file.agreements)


def test_alarms_have_somebody_but_for_the_newest(settings: Settings) -> None:
    alarms = AlarmList.open(settings)
    waiting = alarms.alarms()
    alarms.dispose()
    assert "now" in {each.level for each in waiting}
    assert all(each.raised_at > now() - 3 * DAY for each in waiting)


def test_there_are_people(settings: Settings) -> None:
    accounts = Accounts.open(settings)
    assert {each.role for each in accounts.members()} == {"admin", "doctor", "staff"}
    accounts.dispose()


def test_what_has_patients_is_left_as_it_is(var: Path, queue: list[Queued]) -> None:
    done = run(var, "demo.fill")
    assert done.returncode == 0
    assert "has its patients already" in done.stderr
    store = Queue.open(Settings(var=var))
    assert store.page(Wanted(statuses=STATUSES)) == queue
    store.dispose()


def test_a_database_of_the_clinics_is_refused(tmp_path: Path) -> None:
    done = run(tmp_path, "demo", DATABASE_URL="sqlite:///clinic.db")
    assert done.returncode == 1
    assert "DATABASE_URL is set" in done.stderr
    with pytest.raises(TakenDatabaseError):
        asyncio.run(fill(Settings(var=tmp_path, database_url="sqlite:///clinic.db")))
    assert not list(tmp_path.iterdir())


def test_settings_of_the_clinic_stay_outside() -> None:
    given = {"DEWY_SECRET": "s", "DEWY_PHOTO_STORE": "p", "DEWY_WEB_PORT": "80", "HOME": "/root"}
    assert environment(given) == {
        "DEWY_WEB_PORT": "80",
        "HOME": "/root",
        "DEWY_ENV_FILE": "demo/clinic.env",
    }
