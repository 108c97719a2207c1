"""Who leads deletes everything of a patient who asked for it, and the log tells that it was done."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from clinic.console.desk import Desk
from clinic.records import Records
from clinic.staff.audit import AuditLog
from tests.clinic.console.conftest import Browser


async def test_everything_goes_once_the_number_is_typed(
    admin: Browser, records: Records, desk: Desk, number: int, log: AuditLog
) -> None:
    here = f"/staff/intakes/{number}"
    patient = desk.files.of(number).patient_id
    answer = await admin.post(f"{here}/erase", data={"number": str(patient + 1)})
    assert answer.status_code == 422 and "Nothing was deleted" in answer.text
    assert records.facts(number)
    [entry] = log.entries(action="erasure_refused")
    assert (entry.who, entry.subject) == ("Asha Lead", str(patient))
    assert entry.detail == {"why": "number"}
    page = await admin.post(f"{here}/erase", data={"number": f" {patient} "})
    assert "Everything of this patient is deleted." in page.text
    assert (await admin.get(here)).status_code == 404
    assert f"/staff/intakes/{number}" not in (await admin.get("/staff")).text
    [entry] = log.entries(action="erased")
    assert (entry.who, entry.kind, entry.subject) == ("Asha Lead", "patient", str(patient))


async def test_a_doctor_does_not(browser: Browser, records: Records, number: int) -> None:
    assert "Delete everything" not in (await browser.get(f"/staff/intakes/{number}")).text
    answer = await browser.post(f"/staff/intakes/{number}/erase", data={"number": "1"})
    assert answer.status_code == 403
    assert records.facts(number)


async def test_what_is_out_of_reach_is_told(
    admin: Browser, desk: Desk, number: int, log: AuditLog
) -> None:
    patient = desk.files.of(number).patient_id
    # a file where the folder of pictures should be
    pictures = desk.settings.var / "photographs"
    pictures.write_text("in the way")
    page = await admin.post(f"/staff/intakes/{number}/erase", data={"number": str(patient)})
    assert "it is deleted by itself later" in page.text
    assert [each.action for each in log.entries(kind="patient")] == ["erased_in_part", "erased"]


async def test_it_is_in_the_log_though_no_file_can_be_written_anew(
    admin: Browser, desk: Desk, number: int, log: AuditLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crashes(_engine: Engine) -> None:
        raise TimeoutError

    monkeypatch.setattr("clinic.records.erasure.wipe_deleted", crashes)
    patient = desk.files.of(number).patient_id
    page = await admin.post(f"/staff/intakes/{number}/erase", data={"number": str(patient)})
    assert "it is deleted by itself later" in page.text
    [entry] = log.entries(action="erased")
    assert (entry.who, entry.subject) == ("Asha Lead", str(patient))
