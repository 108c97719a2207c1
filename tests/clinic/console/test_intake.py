"""A patient's page: what matters is there, each fact with its words, and staff can tend to it."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from sqlalchemy import Engine, update

import regimen
from clinic.console.desk import Desk
from clinic.records import Records, TalkTurn, Transcript
from clinic.records.models import Consent, Photograph
from clinic.staff.accounts import Member
from clinic.staff.audit import AuditLog
from tests.clinic.console.conftest import Browser


def text_of(page: str, part: str = "") -> str:
    """Return what a page says, from the part with an id on."""
    page = page[page.index(f'id="{part}"') :] if part else page
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


async def test_the_first_screen_says_it_all(
    browser: Browser, records: Records, number: int
) -> None:
    records.complete(number, regimen.advise(records.facts(number)))
    page = (await browser.get(f"/staff/intakes/{number}")).text
    glance = text_of(page)[: text_of(page).index("Facts, and who said so")]
    for told in (
        "27 years",
        "Website",
        "Plan given",
        "Routine",
        "isotretinoin (stopped)",
        "allergic to latex",
        "Not known yet: Pregnancy, Conditions",
        "Over exfoliation",
        "SPF skipped",
        "acne",
        "7 of 2 a week: glycolic acid 7× 1",
        "6 hours",
        "Candidate treatments",
        "LED light May suit",
    ):
        assert told in glance


async def test_a_warning_says_what_why_and_by_which_source(
    browser: Browser, records: Records, number: int
) -> None:
    advice = regimen.advise(records.facts(number))
    page = text_of((await browser.get(f"/staff/intakes/{number}")).text)
    for warning in advice["warnings"]:
        assert warning["message"] in page and warning["why"] in page
        assert all(source in page for source in warning["sources"])


async def test_before_a_plan_the_rules_say_what_is_known_so_far(
    browser: Browser, number: int
) -> None:
    page = text_of((await browser.get(f"/staff/intakes/{number}")).text)
    assert "Talking" in page and "the patient has no plan yet" in page and "None yet." in page


async def test_each_fact_has_its_words_and_a_correction_is_seen(
    browser: Browser, number: int
) -> None:
    page = (await browser.get(f"/staff/intakes/{number}")).text
    facts = text_of(page, "facts")
    assert "Sleep 6 hours Patient, corrected actually it is 6 hours" in facts
    assert "<s>5 hours</s>" in page and "my words on sleep_hours" in facts
    assert "Sunscreen never Patient my words on spf_use" in facts


async def test_the_talk_is_there_as_it_was(
    browser: Browser, transcript: Transcript, number: int
) -> None:
    turn = TalkTurn(message_id="1", text="My skin <b>burns</b>")
    transcript.receive("asha", turn)
    talk = text_of((await browser.get(f"/staff/intakes/{number}")).text, "talk")
    assert "My skin &lt;b&gt;burns&lt;/b&gt;" in talk and "waits for an answer" in talk
    transcript.answer(
        "asha", turn, [{"texts": ["I am sorry.", "Since when?"], "custom": {"asking": "x"}}]
    )
    talk = text_of((await browser.get(f"/staff/intakes/{number}")).text, "talk")
    assert "I am sorry. Since when?" in talk and "waits for an answer" not in talk


async def test_that_it_was_looked_at_is_in_the_log_and_it_is_seen(
    browser: Browser, number: int, doctor: Member, log: AuditLog
) -> None:
    await browser.get(f"/staff/intakes/{number}")
    [entry] = log.entries(kind="intake", subject=str(number))
    assert (entry.who, entry.action) == ("Dr Rao", "opened")
    queue = (await browser.get("/staff")).text
    assert "(unread)" not in queue and 'class="status seen"' in queue


BY_ITSELF = {"Sec-Fetch-Mode": "cors"}


async def test_a_page_that_brings_itself_up_to_date_reads_nothing(
    browser: Browser, number: int, records: Records, log: AuditLog
) -> None:
    here = f"/staff/intakes/{number}"
    await browser.get(here)
    records.note(number, {"stress": "high"}, message="stressed")
    page = await browser.get(here, headers=BY_ITSELF)
    assert "stressed" in page.text
    assert [each.action for each in log.entries(kind="intake", subject=str(number))] == ["opened"]
    assert "(unread)" in (await browser.get("/staff")).text


async def test_what_a_script_asks_for_is_logged_where_the_page_was_not_opened(
    browser: Browser, number: int, log: AuditLog
) -> None:
    for _ in range(2):
        await browser.get(f"/staff/intakes/{number}", headers=BY_ITSELF)
    assert [each.action for each in log.entries(kind="intake", subject=str(number))] == ["viewed"]
    assert "(unread)" in (await browser.get("/staff")).text


@pytest.mark.parametrize(
    ("method", "path"),
    [
        # refused, with the page
        ("POST", "/notes"),
        ("POST", "/plan/approve"),
        ("POST", "/talk/say"),
        ("GET", "/facts/medications"),
        ("POST", "/facts/age"),
        ("GET", "/plan"),
        ("GET", "/chart.svg"),
    ],
)
async def test_nothing_of_it_is_shown_that_is_not_in_the_log(
    browser: Browser, number: int, log: AuditLog, method: str, path: str
) -> None:
    for _ in range(2):
        answer = await browser.request(method, f"/staff/intakes/{number}{path}", data={})
        assert answer.status_code == (200 if method == "GET" else 422)
    [entry] = log.entries(kind="intake", subject=str(number), action="viewed")
    assert entry.who == "Dr Rao"


async def test_a_page_says_where_it_is_to_be_fetched_from(browser: Browser, number: int) -> None:
    here = f"/staff/intakes/{number}"
    refused = await browser.post(f"{here}/notes", data={"text": ""})
    for page in (refused, await browser.get(here)):
        assert f'data-live-url="{here}"' in page.text
    narrowed = await browser.get("/staff?q=latex&status=seen&said=noted")
    assert 'data-live-url="/staff?q=latex&amp;status=seen"' in narrowed.text


async def test_staff_tend_to_it(browser: Browser, number: int, doctor: Member) -> None:
    here = f"/staff/intakes/{number}"
    await browser.post(f"{here}/status", data={"status": "ready"})
    await browser.post(f"{here}/assign", data={"to": str(doctor.id)})
    await browser.post(f"{here}/name", data={"name": "Asha R."})
    page = await browser.post(f"{here}/notes", data={"text": "Call before noon."})
    assert "The note is kept." in page.text
    assert "<h1>Asha R.</h1>" in page.text
    assert '<option value="ready" selected>' in page.text
    assert re.search(rf'<option value="{doctor.id}" selected>Dr Rao', page.text)
    assert "Call before noon. Dr Rao" in text_of(page.text, "notes")
    # all of it by name
    did = text_of(page.text, "log")
    assert all(f"Dr Rao: {each}" in did for each in ("status", "assigned", "noted", "read"))
    page = await browser.post(f"{here}/assign", data={"to": ""})
    assert "Assigned." in page.text


async def test_what_cannot_be_kept_stays_in_its_field(browser: Browser, number: int) -> None:
    long = "word " * 900
    answer = await browser.post(f"/staff/intakes/{number}/notes", data={"text": long})
    assert answer.status_code == 422
    assert "4000 characters" in answer.text and long.strip() in answer.text


@pytest.mark.parametrize(
    "path", ["4711", "0", "x", "1/photographs/abc/whole.jpg", "1/photographs/abc/else.jpg"]
)
async def test_what_is_not_there_is_told(browser: Browser, number: int, path: str) -> None:
    answer = await browser.get(f"/staff/intakes/{path}")
    assert answer.status_code == 404 and "erased" in answer.text


REPORT: dict[str, Any] = {
    "quality": {"ok": True, "problems": [], "advice": []},
    "metrics": {
        "redness": {"score": 41.6, "uncertainty": 2, "regions": {"left_cheek": 50.2}},
        "spots": {"score": 12.0, "uncertainty": 4, "count": 7, "regions": {}},
    },
    "skin_tone": {"ita": 12.3, "class": "tan", "trusted": False},
    "findings": [{"id": "redness", "severity": "moderate", "region": "cheeks", "message": "…"}],
}


async def test_times_are_those_of_the_clinic_from_the_moment_its_zone_is_changed(
    browser: Browser, number: int, desk: Desk, engine: Engine
) -> None:
    with engine.begin() as connection:
        evening = dt.datetime(2026, 5, 3, 20, tzinfo=dt.UTC)
        connection.execute(update(Consent).values(at=evening))
    for zone, agreed in (
        ("Asia/Kolkata", "yes, 4 May 2026, 01:30"),
        ("America/New_York", "yes, 3 May 2026, 16:00"),
    ):
        object.__setattr__(desk.settings, "timezone", zone)
        assert agreed in text_of((await browser.get(f"/staff/intakes/{number}")).text)


class TestPhotographs:
    @pytest.fixture
    def photo(self, desk: Desk, records: Records, number: int) -> str:
        """A photograph that is kept, of which only the report is a test's own."""
        from analysis.keeping import Examination, KeptPicture

        records.give_consent("asha", "web", kind="photo", version="1", text="May we?", given=True)
        photo = desk.photographs.receive("asha", "web", KeptPicture(b"jpeg of a face", 10, 10))
        desk.photographs.keep("asha", photo)
        outlines = {"face": [[[1, 1], [5, 9], [9, 1]]], "redness": [[[2, 2], [3, 4], [4, 2]]]}
        examination = Examination(REPORT, b"overlay", b"portrait", outlines)
        desk.photographs.add_examination("asha", photo, examination)
        return photo

    async def test_numbers_stand_with_their_uncertainty(
        self, browser: Browser, number: int, photo: str
    ) -> None:
        page = (await browser.get(f"/staff/intakes/{number}")).text
        part = text_of(page, "photographs")
        assert "Redness 42 2 left cheek 50" in part and "Dark marks 12 (7) 4" in part
        assert "ITA 12° (not trusted" in part
        assert "moderate redness" in text_of(page, "glance")

    async def test_outlines_can_be_switched(
        self, browser: Browser, number: int, photo: str
    ) -> None:
        page = (await browser.get(f"/staff/intakes/{number}")).text
        assert 'data-metric="redness"><polygon points="2,2 3,4 4,2"/>' in page
        assert 'data-shows="redness" checked' in page

    async def test_each_view_is_shown_and_the_whole_face_logged(
        self, browser: Browser, number: int, photo: str, log: AuditLog
    ) -> None:
        here = f"/staff/intakes/{number}/photographs/{photo}"
        for view, content in (
            ("whole", b"jpeg of a face"),
            ("portrait", b"portrait"),
            ("overlay", b"overlay"),
        ):
            answer = await browser.get(f"{here}/{view}.jpg")
            assert answer.content == content
            assert answer.headers["content-type"] == "image/jpeg"
            assert answer.headers["cache-control"] == "no-store"
        [entry] = log.entries(kind="photograph")
        assert (entry.who, entry.subject) == ("Dr Rao", photo)

    @pytest.mark.parametrize("view", ["portrait", "overlay"])
    async def test_so_is_a_look_at_a_part_of_it_without_the_page(
        self, browser: Browser, number: int, photo: str, view: str, log: AuditLog
    ) -> None:
        for _ in range(2):
            await browser.get(f"/staff/intakes/{number}/photographs/{photo}/{view}.jpg")
        assert [each.action for each in log.entries(kind="intake")] == ["viewed"]

    async def test_nobody_reaches_it_by_another_patients_intake(
        self, browser: Browser, records: Records, photo: str
    ) -> None:
        other = records.begin_intake("lea", "web")
        answer = await browser.get(f"/staff/intakes/{other}/photographs/{photo}/whole.jpg")
        assert answer.status_code == 404

    async def test_a_chart_shows_change_over_time(
        self, browser: Browser, desk: Desk, number: int, photo: str
    ) -> None:
        page = (await browser.get(f"/staff/intakes/{number}")).text
        assert "chart.svg" not in page
        answer = await browser.get(f"/staff/intakes/{number}/chart.svg")
        assert answer.headers["content-type"] == "image/svg+xml"
        assert b"<svg" in answer.content and b"Redness" in answer.content
        assert b"<script" not in answer.content and b"http://127" not in answer.content

    async def test_a_chart_has_the_days_of_the_clinic(
        self, browser: Browser, desk: Desk, number: int, photo: str, engine: Engine
    ) -> None:
        with engine.begin() as connection:
            evening = dt.datetime(2026, 5, 3, 20, tzinfo=dt.UTC)
            connection.execute(update(Photograph).values(created_at=evening))
        for zone, day in (("Asia/Kolkata", b"4 May 2026"), ("America/New_York", b"3 May 2026")):
            object.__setattr__(desk.settings, "timezone", zone)
            answer = await browser.get(f"/staff/intakes/{number}/chart.svg")
            assert day in answer.content
