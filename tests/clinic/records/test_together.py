"""Several threads and processes write at the same time, and nothing is lost or doubled."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import Engine, func, select

from clinic.records import Records
from clinic.records.models import Fact, Intake, Patient
from clinic.settings import ROOT, Settings

AT_ONCE = 8
# What each of two processes does: where the records are comes on standard input.
PROCESS = """
import sys
from clinic.records import Records
from clinic.settings import Settings
var, url, sender = input(), input() or None, sys.argv[1]
records = Records.open(Settings(var=var, database_url=url))
for n in range(10):
    intake = records.begin_intake(sender, "web")
    records.note(intake, {"age": n}, message=str(n))
"""


def count(engine: Engine, model: type[object], *where: object) -> int:
    with engine.connect() as connection:
        query = select(func.count()).select_from(model).where(*where)  # type: ignore[arg-type]  # clauses of any table
        return connection.execute(query).scalar_one()


def test_one_patient_is_made_once(records: Records, engine: Engine) -> None:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        intakes = list(pool.map(lambda _: records.begin_intake("asha", "web"), range(AT_ONCE)))
    assert len(set(intakes)) == AT_ONCE
    assert count(engine, Patient) == 1
    assert count(engine, Intake, Intake.status == "open") == 1


def test_each_key_keeps_one_current_value_and_every_former_one(
    records: Records, engine: Engine
) -> None:
    intake = records.begin_intake("asha", "web")
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for done in [
            pool.submit(records.note, intake, {"age": n}, message=str(n)) for n in range(40)
        ]:
            done.result()
    assert records.facts(intake)["age"] in range(40)
    assert count(engine, Fact) == 40
    assert count(engine, Fact, Fact.superseded_at.is_(None)) == 1


def test_no_reason_of_an_alarm_is_lost(records: Records, engine: Engine) -> None:
    intake = records.begin_intake("asha", "web")

    def flag(n: int) -> None:
        records.flag(
            intake,
            sender="asha",
            channel="web",
            level="now" if n == 3 else "soon",
            reasons=[f"reason-{n}"],
            message="help",
        )

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(flag, range(AT_ONCE)))
    with engine.connect() as connection:
        level, reasons = connection.execute(
            select(Intake.triage_level, Intake.triage_reasons)
        ).one()
    assert level == "now"
    assert sorted(reasons) == [f"reason-{n}" for n in range(AT_ONCE)]


def test_two_processes_share_the_records(migrated: Settings, engine: Engine) -> None:
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", PROCESS, sender],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for sender in ("asha", "asha")
    ]
    for process in processes:
        assert process.stdin
        url = migrated.database_url and migrated.database_url.get_secret_value()
        process.stdin.write(f"{migrated.var}\n{url or ''}\n")
        process.stdin.flush()
    for process in processes:
        said, _ = process.communicate(timeout=60)
        assert process.returncode == 0, said
    assert count(engine, Patient) == 1
    assert count(engine, Intake) == 20
    assert count(engine, Intake, Intake.status == "open") == 1
    assert count(engine, Fact) == 20
