"""Who was silent for long is found quickly among many."""

from __future__ import annotations

import datetime as dt
import time
from typing import Any

from sqlalchemy import JSON, Engine, case, false, insert, literal, select, text, true
from sqlalchemy.orm import Session

from clinic.records.hold_models import Hold
from clinic.records.models import Intake, Patient, Turn, now
from clinic.records.silence import silent_patients, silent_strangers
from tests.clinic.records.lives import Parts
from tests.clinic.test_retention import DAYS, OLD, unasked

# what a look may take, six times an hour and in a thread of its own; it holds nobody up
LOOK_SECONDS = 4


def test_a_look_is_quick_among_a_hundred_thousand_intakes(engine: Engine, parts: Parts) -> None:
    """Though each is of a patient who came long ago, and wrote lately or is on hold."""
    parts.live("asha", "her words")
    [admin] = parts.accounts.members()
    unasked(engine)
    old, many = now() - OLD, range(10, 100_010)
    with engine.begin() as connection:
        row = {"channel": "web", "created_at": old}
        connection.execute(insert(Patient), [{"id": n, "sender": f"s{n}", **row} for n in many])
        # a held one is silent; of the others some wrote after the last intake, some before
        at = case((Patient.id < 210, old), (Patient.id % 2 == 0, now()), else_=old)
        heard = case((Patient.id < 210, old), (Patient.id % 2 == 1, now()), else_=old)
        stated: dict[str, Any] = {"status": literal("open"), "triage_reasons": literal([], JSON())}
        stated |= {"plan_held": false(), "patient_id": Patient.id}
        stated |= {"started_at": at, "updated_at": at}
        connection.execute(
            insert(Intake).from_select(
                list(stated), select(*stated.values()).where(Patient.id >= 10)
            )
        )
        for each in range(3):
            said: dict[str, Any] = {"sender": Patient.sender, "message_id": literal(str(each))}
            said |= {"channel": literal("web"), "text": literal("words"), "shown": true()}
            said |= {"at": heard}
            connection.execute(
                insert(Turn).from_select(list(said), select(*said.values()).where(Patient.id >= 10))
            )
        row = {"staff_id": admin.id, "why": "x", "at": old}
        connection.execute(insert(Hold), [{"patient_id": n, **row} for n in range(10, 210)])
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
    since = now() - dt.timedelta(days=DAYS)
    with Session(engine) as session:
        began = time.perf_counter()
        assert silent_patients(session, since, 50) == []
        patients_took = time.perf_counter() - began
        assert silent_strangers(session, since, 50) == []
        took = time.perf_counter() - began
    print(f"patients: {patients_took * 1000:.0f} ms; with strangers: {took * 1000:.0f} ms")
    assert took < LOOK_SECONDS
