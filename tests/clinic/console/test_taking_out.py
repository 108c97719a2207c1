"""A page for the file, a FHIR bundle and the queue are taken out by who may, and the log has it."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from fhir.resources.R4B.bundle import Bundle
from pypdf import PdfReader
from sqlalchemy import Engine, update

from clinic.console import taking_out
from clinic.console.desk import Desk
from clinic.records import Records
from clinic.records.models import Intake
from clinic.records.review_models import Review
from clinic.staff.audit import AuditLog
from tests.clinic.console.conftest import Browser


async def test_a_page_for_the_file(browser: Browser, number: int) -> None:
    answer = await browser.get(f"/staff/intakes/{number}/page.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    assert f"intake-{number}.pdf" in answer.headers["content-disposition"]
    [page] = PdfReader(io.BytesIO(answer.content)).pages
    assert "isotretinoin" in page.extract_text()


async def test_a_bundle_that_the_library_accepts(browser: Browser, number: int) -> None:
    answer = await browser.get(f"/staff/intakes/{number}/bundle.json")
    assert answer.headers["content-type"] == "application/fhir+json"
    made = Bundle.model_validate_json(answer.content)
    kinds = {each.resource.get_resource_type() for each in made.entry}
    assert {
        "Patient",
        "Questionnaire",
        "QuestionnaireResponse",
        "Observation",
        "Flag",
        "Consent",
        "Provenance",
    } <= kinds


async def test_the_queue_as_it_is_narrowed(browser: Browser, records: Records, number: int) -> None:
    for each in range(3):
        records.begin_intake(f"patient {each}", "telegram")
    answer = await browser.get("/staff/queue.csv?channel=telegram")
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert [row["Channel"] for row in rows] == ["Telegram"] * 3


async def test_days_are_those_of_the_clinic(
    browser: Browser, number: int, desk: Desk, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    evening = dt.datetime(2026, 5, 3, 20, tzinfo=dt.UTC)
    with engine.begin() as connection:
        connection.execute(update(Intake).values(started_at=evening))
    monkeypatch.setattr(taking_out, "now", lambda: evening)
    for zone, day, begun in (
        ("Asia/Kolkata", "2026-05-04", "begun 4 May 2026, 01:30"),
        ("America/New_York", "2026-05-03", "begun 3 May 2026, 16:00"),
    ):
        object.__setattr__(desk.settings, "timezone", zone)
        queue = await browser.get("/staff/queue.csv")
        assert f'filename="queue-{day}.csv"' in queue.headers["content-disposition"]
        answer = await browser.get(f"/staff/intakes/{number}/page.pdf")
        [page] = PdfReader(io.BytesIO(answer.content)).pages
        assert begun in " ".join(page.extract_text().split())


async def test_the_queue_of_a_day_is_that_of_the_clinic(
    browser: Browser, number: int, desk: Desk, engine: Engine
) -> None:
    with engine.begin() as connection:
        begun_at = dt.datetime(2026, 5, 3, 18, 30, tzinfo=dt.UTC)
        connection.execute(update(Review).values(begun_at=begun_at))
    for zone, found in (("Asia/Kolkata", [str(number)]), ("America/New_York", [])):
        object.__setattr__(desk.settings, "timezone", zone)
        answer = await browser.get("/staff/queue.csv?since=2026-05-04")
        rows = csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff")))
        assert [row["Intake"] for row in rows] == found


async def test_each_is_in_the_log(browser: Browser, number: int, log: AuditLog) -> None:
    for path in (
        f"intakes/{number}/page.pdf",
        f"intakes/{number}/bundle.json",
        "queue.csv?q=secret",
    ):
        assert (await browser.get(f"/staff/{path}")).status_code == 200
    entries = log.entries(action="exported")
    assert [(each.kind, each.subject) for each in entries] == [
        ("queue", None),
        ("intake", str(number)),
        ("intake", str(number)),
    ]
    # what was searched for may name a patient
    assert "secret" not in str(entries)


@pytest.mark.parametrize("path", ["intakes/1/page.pdf", "intakes/1/bundle.json", "queue.csv"])
async def test_only_who_may_takes_out(
    receptionist: Browser, number: int, log: AuditLog, path: str
) -> None:
    assert (await receptionist.get(f"/staff/{path}")).status_code == 403
    assert log.entries(action="exported") == []
    assert "page.pdf" not in (await receptionist.get(f"/staff/intakes/{number}")).text
