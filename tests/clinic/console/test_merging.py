"""Staff merge two patients on a page, read there of both, and undo it."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from analysis.keeping import Examination, KeptPicture
from clinic.console.desk import Desk
from clinic.records import Records, TalkTurn, Transcript
from clinic.reviews.file import PatientFile
from clinic.reviews.tending import Tending
from clinic.staff.accounts import Member
from clinic.staff.audit import AuditLog
from tests.clinic.console.conftest import Browser
from tests.clinic.console.test_intake import REPORT, text_of


@dataclass
class Asha:
    """One person, as staff find out: her intakes on the website and on Telegram."""

    desk: Desk
    web: int
    telegram: int

    def patient(self, intake: int) -> int:
        return self.file(intake).patient_id

    def file(self, intake: int) -> PatientFile:
        return self.desk.files.of(intake)

    async def merge(self, browser: Browser) -> str:
        """Merge her patients on the page of the website's intake; return the page."""
        form = {"patient": str(self.patient(self.telegram))}
        answer = await browser.post(f"/staff/intakes/{self.web}/same-person", data=form)
        assert answer.status_code == 200, answer.text
        return answer.text


@pytest.fixture
def asha(desk: Desk, number: int, records: Records, transcript: Transcript) -> Asha:
    who = ("asha-t", "telegram")
    records.give_consent(*who, kind="intake", version="7", text="May we?", given=True)
    intake = records.begin_intake(*who)
    records.note(intake, {"allergies": ["zanzibarquark"]}, message="allergic")
    records.hand_over(*who, reason="asked_for_person")
    transcript.receive("asha-t", TalkTurn("1", "it is me <b>again</b>", channel="telegram"))
    return Asha(desk, number, intake)


@pytest.fixture
def photo(asha: Asha, records: Records) -> str:
    """A photograph that came by Telegram."""
    records.give_consent("asha-t", "telegram", kind="photo", version="1", text="?", given=True)
    kept = asha.desk.photographs
    photo = kept.receive("asha-t", "telegram", KeptPicture(b"jpeg of a face", 10, 10))
    kept.keep("asha-t", photo)
    outlines = {"face": [[[1, 1], [5, 9], [9, 1]]], "redness": [[[2, 2], [3, 4], [4, 2]]]}
    kept.add_examination("asha-t", photo, Examination(REPORT, b"overlay", b"portrait", outlines))
    return photo


def undo_form(page: str) -> str:
    form = re.search(r'action="([^"]+/undo)"', page)
    assert form
    return form[1]


async def test_both_pages_tell_of_the_whole_person(browser: Browser, asha: Asha) -> None:
    one, two = asha.patient(asha.web), asha.patient(asha.telegram)
    page = await asha.merge(browser)
    assert "They are one person now" in page
    assert re.search(rf"Patient {two} , Telegram merged .* by Dr Rao Undo", text_of(page, "person"))
    assert "also Telegram" in text_of(page, "head") and "2 intakes" in text_of(page, "head")
    assert "asked for a person Telegram, patient" in text_of(page, "head")
    assert f"Telegram, patient {two}" in text_of(page, "consents")
    assert f"Telegram, patient {two}" in text_of(page, "rounds")
    page = (await browser.get(f"/staff/intakes/{asha.telegram}")).text
    assert re.search(rf"Patient {one} , Website merged", text_of(page, "person"))


async def test_the_talks_stay_apart_and_each_says_whose_it_is(browser: Browser, asha: Asha) -> None:
    page = await asha.merge(browser)
    own, elsewhere = text_of(page, "talk-list").split("The same person's talk as patient", 1)
    assert "No talk is kept." in own
    assert f"{asha.patient(asha.telegram)}, Telegram it is me &lt;b&gt;again&lt;/b&gt;" in elsewhere


async def test_of_the_others_facts_only_medical_flags_are_told_and_where_from(
    browser: Browser, asha: Asha
) -> None:
    page = await asha.merge(browser)
    there = f'<a href="/staff/intakes/{asha.telegram}#fact-allergies">allergic to zanzibarquark</a>'
    assert page.count("zanzibarquark") == page.count(there) == 1
    assert "Told in another intake of this person: allergic to zanzibarquark" in text_of(
        page, "glance"
    )


async def test_undoing_it_leaves_the_page_as_it_was(browser: Browser, asha: Asha) -> None:
    async def shown(intake: int) -> str:
        page = (await browser.get(f"/staff/intakes/{intake}")).text
        # its version tells of the log's last entry, and clocks go on
        return re.sub(r'data-version="\w+"|<time class="clock".*?</time>', "", page)

    await shown(asha.web), await shown(asha.telegram)
    before = await shown(asha.web), await shown(asha.telegram)
    page = await asha.merge(browser)
    answer = await browser.post(undo_form(page))
    assert "The merge is undone" in answer.text
    assert (await shown(asha.web), await shown(asha.telegram)) == before
    answer = await browser.post(undo_form(page))
    assert answer.status_code == 404


async def test_who_is_called_the_same_is_one_press_away(
    browser: Browser, asha: Asha, tending: Tending, doctor: Member
) -> None:
    for intake in (asha.web, asha.telegram):
        tending.call(intake, "<Asha>", doctor)
    page = text_of((await browser.get(f"/staff/intakes/{asha.web}")).text, "person")
    assert f"Merge with patient {asha.patient(asha.telegram)} &lt;Asha&gt;, Telegram" in page
    page = await asha.merge(browser)
    assert "Merge with patient" not in page


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("4711", "There is no patient 4711."),
        ("own", "is this very patient"),
        ("merged", "merged with this one already"),
        ("", "form: patient."),
        ("Asha", "form: patient."),
        ("0", "form: patient."),
        (str(2**63), "form: patient."),
    ],
)
async def test_what_cannot_be_is_named(browser: Browser, asha: Asha, typed: str, why: str) -> None:
    await asha.merge(browser)
    patients = {"own": asha.patient(asha.web), "merged": asha.patient(asha.telegram)}
    form = {"patient": str(patients.get(typed, typed))}
    answer = await browser.post(f"/staff/intakes/{asha.web}/same-person", data=form)
    assert answer.status_code == 422 and why in answer.text
    assert len(asha.file(asha.web).others) == 1


async def test_an_intake_that_is_not_there_is_told(browser: Browser, asha: Asha) -> None:
    form = {"patient": str(asha.patient(asha.web))}
    answer = await browser.post("/staff/intakes/4711/same-person", data=form)
    assert answer.status_code == 404


async def test_all_who_correct_may_merge(receptionist: Browser, asha: Asha, log: AuditLog) -> None:
    await asha.merge(receptionist)
    [entry] = log.entries(action="merged")
    assert (entry.who, entry.kind) == ("Nurse Lim", "patient")
    assert (entry.subject, entry.detail) == (
        str(asha.patient(asha.web)),
        {"other": asha.patient(asha.telegram)},
    )


class TestPhotographs:
    async def test_those_of_the_whole_person_are_shown_and_each_says_whose_it_is(
        self, browser: Browser, asha: Asha, photo: str
    ) -> None:
        page = await asha.merge(browser)
        assert f"Telegram, patient {asha.patient(asha.telegram)}" in text_of(page, "photographs")
        assert 'data-metric="redness"><polygon points="2,2 3,4 4,2"/>' in page
        for view, content in (
            ("whole", b"jpeg of a face"),
            ("portrait", b"portrait"),
            ("overlay", b"overlay"),
        ):
            here = f"/staff/intakes/{asha.web}/photographs/{photo}/{view}.jpg"
            assert (await browser.get(here)).content == content

    async def test_nobody_reaches_one_by_an_intake_that_is_not_the_persons(
        self, browser: Browser, asha: Asha, records: Records, photo: str
    ) -> None:
        stranger = records.begin_intake("noor", "web")
        page = await asha.merge(browser)
        for intake in (stranger, asha.web):
            if intake == asha.web:
                await browser.post(undo_form(page))
            for view in ("whole", "portrait", "overlay"):
                here = f"/staff/intakes/{intake}/photographs/{photo}/{view}.jpg"
                assert (await browser.get(here)).status_code == 404


async def test_the_queue_says_where_the_person_talks_too(browser: Browser, asha: Asha) -> None:
    assert ", also" not in (await browser.get("/staff")).text
    await asha.merge(browser)
    page = text_of((await browser.get("/staff")).text, "list")
    assert "Website, also Telegram" in page and "Telegram, also Website" in page
