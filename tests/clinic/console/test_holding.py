"""Who leads puts a person on hold and lifts it; all staff see it, and then nothing is erased."""

from __future__ import annotations

import re

import pytest
from PIL import Image

from analysis.keeping import to_keep
from clinic.console.desk import Desk
from clinic.records import Records
from clinic.staff.audit import AuditLog
from tests.clinic.console.conftest import Browser
from tests.clinic.console.test_intake import text_of
from tests.clinic.records.lives import hold_house

WHY = "Mrs Mehra's lawyer wrote"


async def put_on_hold(admin: Browser, number: int, why: str = WHY) -> str:
    return (await admin.post(f"/staff/intakes/{number}/holds", data={"why": why})).text


async def test_all_staff_see_by_whom_since_when_and_why(
    admin: Browser, receptionist: Browser, number: int
) -> None:
    page = (await receptionist.get(f"/staff/intakes/{number}")).text
    assert "Not on hold." in text_of(page, "kept") and "nothing may be deleted" not in page
    await put_on_hold(admin, number)
    page = (await receptionist.get(f"/staff/intakes/{number}")).text
    assert "On hold: nothing may be deleted" in text_of(page, "head")
    assert re.search(
        r"On hold : Mrs Mehra&#39;s lawyer wrote Asha Lead, since \d+ \w+ 20\d\d, \d\d:\d\d",
        text_of(page, "kept"),
    )
    assert "/holds" not in page, "and only who leads can change it"


async def test_nobody_else_sets_or_lifts_it(
    admin: Browser, browser: Browser, receptionist: Browser, desk: Desk, number: int
) -> None:
    for each in (browser, receptionist):
        answer = await each.post(f"/staff/intakes/{number}/holds", data={"why": WHY})
        assert answer.status_code == 403
    assert desk.files.of(number).holds == ()
    await put_on_hold(admin, number)
    [hold] = desk.files.of(number).holds
    for each in (browser, receptionist):
        answer = await each.post(f"/staff/intakes/{number}/holds/{hold.id}/lift")
        assert answer.status_code == 403
    assert desk.files.of(number).holds == (hold,)


async def test_the_log_tells_that_and_never_why(
    admin: Browser, desk: Desk, number: int, log: AuditLog
) -> None:
    await put_on_hold(admin, number)
    [hold] = desk.files.of(number).holds
    page = await admin.post(f"/staff/intakes/{number}/holds/{hold.id}/lift")
    assert "The hold is lifted." in page.text
    assert desk.files.of(number).holds == ()
    patient = str(desk.files.of(number).patient_id)
    entries = log.entries(kind="patient")
    assert [(each.action, each.who, each.subject, each.detail) for each in entries] == [
        ("lifted_hold", "Asha Lead", patient, {}),
        ("put_on_hold", "Asha Lead", patient, {}),
    ]


async def test_staff_do_not_erase_until_it_is_lifted(
    admin: Browser, records: Records, desk: Desk, number: int, log: AuditLog
) -> None:
    typed = {"number": str(desk.files.of(number).patient_id)}
    await put_on_hold(admin, number)
    answer = await admin.post(f"/staff/intakes/{number}/erase", data=typed)
    assert answer.status_code == 409
    assert "Nothing was deleted: this person is on hold." in answer.text
    assert records.facts(number) and log.entries(action="erased") == []
    [hold] = desk.files.of(number).holds
    await admin.post(f"/staff/intakes/{number}/holds/{hold.id}/lift")
    page = await admin.post(f"/staff/intakes/{number}/erase", data=typed)
    assert "Everything of this patient is deleted." in page.text


async def test_nor_while_the_whole_house_is_on_hold_which_they_see(
    admin: Browser, records: Records, desk: Desk, number: int
) -> None:
    hold_house(desk.settings)
    page = (await admin.get(f"/staff/intakes/{number}")).text
    assert "The whole house is on hold" in text_of(page, "kept")
    typed = {"number": str(desk.files.of(number).patient_id)}
    answer = await admin.post(f"/staff/intakes/{number}/erase", data=typed)
    assert answer.status_code == 409 and records.facts(number)


@pytest.mark.parametrize(
    ("why", "told"), [("  ", "Say why, please"), ("x" * 501, "up to 500 characters, not 501")]
)
async def test_without_a_good_reason_it_is_not_set_and_what_was_typed_stays(
    admin: Browser, desk: Desk, number: int, why: str, told: str
) -> None:
    answer = await admin.post(f"/staff/intakes/{number}/holds", data={"why": why})
    assert answer.status_code == 422 and told in answer.text
    assert f'value="{why}"' in answer.text
    assert desk.files.of(number).holds == ()


async def test_it_counts_for_the_whole_person_on_the_page_of_each(
    admin: Browser, records: Records, desk: Desk, number: int
) -> None:
    records.give_consent("elsewhere", "telegram", kind="intake", version="1", text="?", given=True)
    other = records.begin_intake("elsewhere", "telegram")
    patient = desk.files.of(other).patient_id
    await admin.post(f"/staff/intakes/{number}/same-person", data={"patient": str(patient)})
    await put_on_hold(admin, number)
    assert desk.files.of(other).holds == desk.files.of(number).holds != ()
    again = await admin.post(f"/staff/intakes/{other}/holds", data={"why": WHY})
    assert again.status_code == 422 and "on hold already" in again.text
    answer = await admin.post(f"/staff/intakes/{other}/erase", data={"number": str(patient)})
    assert answer.status_code == 409


async def test_what_the_patient_asked_for_is_on_the_page_and_an_alarm(
    admin: Browser, receptionist: Browser, desk: Desk, records: Records, number: int
) -> None:
    await put_on_hold(admin, number)
    desk.photographs.receive("asha", "web", to_keep(Image.new("RGB", (9, 9))))
    for kind, what in (("photo", "the photographs"), ("intake", "everything")):
        records.withdraw_consent("asha", kind=kind)
        page = (await receptionist.get(f"/staff/intakes/{number}")).text
        assert f"The patient asked to delete {what}" in text_of(page, "kept")
    assert "asks to delete data that are on hold" in text_of(page, "head")


async def test_a_hold_that_is_gone_is_told(admin: Browser, number: int) -> None:
    assert (await admin.post(f"/staff/intakes/{number}/holds/41/lift")).status_code == 404
    answer = await admin.post("/staff/intakes/4141/holds", data={"why": WHY})
    assert answer.status_code == 404


class TestAMerge:
    """To undo it must be no way around a hold."""

    @pytest.fixture
    async def undo(self, admin: Browser, records: Records, desk: Desk, number: int) -> str:
        """The address at which the merge of somebody on hold is undone."""
        other = records.begin_intake("asha elsewhere", "telegram")
        form = {"patient": str(desk.files.of(other).patient_id)}
        await admin.post(f"/staff/intakes/{number}/same-person", data=form)
        await put_on_hold(admin, number)
        [merged] = desk.files.of(number).others
        return f"/staff/intakes/{number}/same-person/{merged.merge_id}/undo"

    async def test_is_undone_by_nobody_but_who_leads(
        self, receptionist: Browser, desk: Desk, number: int, undo: str
    ) -> None:
        assert undo not in (await receptionist.get(f"/staff/intakes/{number}")).text
        answer = await receptionist.post(undo)
        assert answer.status_code == 409 and "only somebody who leads" in answer.text
        assert desk.files.of(number).others and desk.files.of(number).holds

    async def test_that_is_undone_leaves_both_on_hold_as_the_log_tells(
        self, admin: Browser, desk: Desk, number: int, log: AuditLog, undo: str
    ) -> None:
        [merged] = desk.files.of(number).others
        await admin.post(undo)
        [hold] = desk.files.of(number).holds
        [copy] = desk.files.of(desk.files.of(number).intake_id + 1).holds
        assert copy.patient_id == merged.patient_id != hold.patient_id
        assert (copy.why, copy.who, copy.at) == (hold.why, hold.who, hold.at)
        newest, *_ = log.entries(kind="patient")
        assert (newest.action, newest.subject) == ("put_on_hold", str(merged.patient_id))
