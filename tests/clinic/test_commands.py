"""The clinic's command line, as staff use it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from clinic.migrate import upgrade
from clinic.records import CheckIns, Records
from clinic.records.models import now
from clinic.settings import ROOT, Settings
from clinic.staff.accounts import Accounts
from clinic.staff.sign_in import SignIn

WORDS = "my secret words"
# What came back, by the weeks after which it was asked.
RESULTS = {
    4: {
        "skin": "better",
        "load": {"before": 9.0, "now": 4.5},
        "spf_use": {"before": "outdoors_only", "now": "daily"},
        "photo": {
            "before": "2026-03-01",
            "now": "2026-03-29",
            "changes": [
                {"metric": "redness", "points": -12.3, "uncertainty": 4.0, "trusted": True},
                {"metric": "texture", "points": 2.0, "uncertainty": 6.0, "trusted": False},
            ],
        },
    },
    8: {
        "skin": "worse",
        "load": {"before": 9, "now": None},
        "spf_use": {"before": "never", "now": None},
        "red_flags": ["facial_swelling"],
    },
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    settings = Settings(var=tmp_path)
    upgrade(settings)
    records = Records.open(settings)
    intake = records.begin_intake("asha-1f0c", "web")
    records.flag(
        intake,
        sender="asha-1f0c",
        channel="web",
        level="now",
        reasons=["chemical_burn"],
        message=WORDS,
    )
    records.dispose()
    return tmp_path


def clinic(folder: Path, *given: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "clinic", *given],
        cwd=ROOT,
        env={**os.environ, "DEWY_VAR": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_alarm_is_listed_until_it_is_acknowledged(folder: Path) -> None:
    heading, alarm = clinic(folder, "alarms").stdout.splitlines()
    assert heading.split()[:4] == ["ID", "LEVEL", "REASONS", "CHANNEL"]
    assert re.match(r"1 +now +chemical burn +web +\d{4}-\d\d-\d\d \d\d:\d\d +not sent +no$", alarm)
    done = clinic(folder, "acknowledge", "1", "--by", "Dr Rao")
    assert re.match(r"alarm 1: acknowledged by Dr Rao at .* UTC\n$", done.stdout)
    assert clinic(folder, "alarms").stdout == "no alarms\n"
    assert "by Dr Rao" in clinic(folder, "alarms", "--all").stdout


def test_no_words_of_a_patient_are_shown(folder: Path) -> None:
    said = clinic(folder, "alarms").stdout
    assert WORDS not in said and "asha" not in said


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["acknowledge", "99", "--by", "Dr Rao"], "clinic: there is no alarm 99\n"),
        (["staff-link", "nobody"], "clinic: nobody signs in as nobody\n"),
        (["acknowledge", "1", "--by", " "], "clinic: a name is needed: who takes care of it\n"),
    ],
)
def test_what_is_wrong_is_said_in_a_line(folder: Path, given: list[str], said: str) -> None:
    done = clinic(folder, *given)
    assert (done.returncode, done.stderr) == (1, said)


def test_what_came_back_of_check_ins_is_listed_then_and_now(folder: Path) -> None:
    assert clinic(folder, "check-ins").stdout == "no check-ins came back\n"
    check_ins = CheckIns.open(Settings(var=folder))
    intake = 1
    check_ins.plan(intake, [4, 8], now())
    for planned in check_ins.of_intake(intake):
        check_ins.answer(planned.id, RESULTS[planned.weeks])
    check_ins.dispose()
    heading, later, earlier = clinic(folder, "check-ins").stdout.splitlines()
    assert heading.split()[:3] == ["ID", "INTAKE", "ANSWERED"]
    assert re.match(
        r"2 +1 +\d{4}-\d\d-\d\d \d\d:\d\d +8 +worse +9 -> \? +never -> \? +none +facial swelling$",
        later,
    )
    assert re.search(
        r" 4 +better +9 -> 4\.5 +outdoors only -> daily"
        r" +2026-03-01 -> 2026-03-29: redness -12 +none$",
        earlier,
    )


def test_records_that_are_not_there_are_said_in_a_line(tmp_path: Path) -> None:
    done = clinic(tmp_path, "alarms")
    assert done.returncode == 1
    assert done.stderr.startswith("clinic: the records cannot be read (OperationalError)")
    assert "python -m clinic migrate" in done.stderr and done.stderr.count("\n") == 1


def test_the_first_account_is_made_once_and_a_lost_password_replaced(folder: Path) -> None:
    made = clinic(folder, "first-admin").stdout
    password = re.fullmatch(r"sign in as admin with ([\w-]+) \(shown once\)\n", made)
    assert password
    assert "has accounts already" in clinic(folder, "first-admin").stdout
    settings = Settings(var=folder)
    way_in, accounts = SignIn.open(settings), Accounts.open(settings)
    assert way_in.check_password("admin", password[1]).must_change
    link = re.search(r"/staff/password/(\S+) ", clinic(folder, "staff-link", "admin").stdout)
    assert link and accounts.whose(link[1]).login == "admin"
    way_in.dispose()
    accounts.dispose()
