"""The queue's page: who comes first, what is narrowed to, alarms, and that it is live."""

from __future__ import annotations

import asyncio
import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, update

from clinic.console.desk import Desk
from clinic.console.wanted import HIGHEST, Asked, place_of
from clinic.records import Records
from clinic.records.review_models import Review
from clinic.reviews.queue import Place
from clinic.reviews.tending import Tending
from clinic.staff.accounts import Member
from clinic.staff.audit import AuditLog
from tests.clinic.console.conftest import Browser

LINK = re.compile(r'href="/staff/intakes/(\d+)"')


@pytest.fixture
def swollen(records: Records) -> int:
    """An intake with an emergency."""
    number = records.begin_intake("lea", "telegram")
    records.note(number, {"concerns": ["redness"]}, message="red")
    records.flag(
        number,
        sender="lea",
        channel="telegram",
        level="now",
        reasons=["facial_swelling"],
        message="my face swells",
    )
    return number


def listed(page: str) -> list[int]:
    return [int(each) for each in LINK.findall(page[page.index('id="list"') :])]


async def test_the_most_urgent_comes_first(browser: Browser, number: int, swollen: int) -> None:
    page = (await browser.get("/staff")).text
    assert listed(page) == [swollen, number]
    assert "facial swelling" in page and "Telegram" in page


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("q=latex", "number"),
        ("q=latex+redness", ""),
        ("level=now", "swollen"),
        ("channel=telegram", "swollen"),
        ("status=new", "number"),
        ("status=new&status=needs_reply", "swollen number"),
        ("status=closed", ""),
        ("unread=true", "swollen number"),
        ("who=0", "swollen number"),
        ("who=&channel=&warning=&since=&until=&q=", "swollen number"),
        ("until=2020-01-01", ""),
        ("since=2020-01-01", "swollen number"),
    ],
)
async def test_it_is_narrowed_to_what_is_asked_for(
    browser: Browser, number: int, swollen: int, asked: str, found: str
) -> None:
    names = {"number": number, "swollen": swollen}
    page = (await browser.get(f"/staff?{asked}")).text
    assert listed(page) == [names[each] for each in found.split()]
    assert found or "Nothing fits" in page


async def test_a_day_is_one_of_the_clinic_from_the_moment_its_zone_is_changed(
    browser: Browser, number: int, desk: Desk, engine: Engine
) -> None:
    begun_at = dt.datetime(2026, 5, 3, 18, 30, tzinfo=dt.UTC)
    with engine.begin() as connection:
        connection.execute(update(Review).values(begun_at=begun_at))
    for zone, day, other in (
        ("Asia/Kolkata", "2026-05-04", "2026-05-03"),
        ("America/New_York", "2026-05-03", "2026-05-04"),
    ):
        object.__setattr__(desk.settings, "timezone", zone)
        found = (await browser.get(f"/staff?since={day}&until={day}")).text
        assert listed(found) == [number]
        assert listed((await browser.get(f"/staff?since={other}&until={other}")).text) == []


@pytest.mark.parametrize(
    "asked",
    ["level=urgent", "who=me", "since=today", "until=9999-12-31", "after=1.2", "q=" + "x" * 201],
)
async def test_what_cannot_be_asked_for_is_named(browser: Browser, asked: str) -> None:
    answer = await browser.get(f"/staff?{asked}")
    assert answer.status_code == 422
    assert asked.split("=", maxsplit=1)[0] in answer.text


async def test_the_next_page_goes_on_where_the_first_ends(
    browser: Browser, records: Records
) -> None:
    numbers = [records.begin_intake(f"patient {each}", "web") for each in range(60)]
    first = (await browser.get("/staff?channel=web")).text
    more = re.search(r'<p class="more"><a href="([^"]+)"', first)
    assert more
    second = (await browser.get(more[1].replace("&amp;", "&"))).text
    assert listed(first) + listed(second) == numbers[::-1]
    assert 'class="more"' not in second


async def test_an_alarm_is_taken_care_of_once_and_its_reminders_end(
    browser: Browser, swollen: int, desk: Desk, log: AuditLog
) -> None:
    [alarm] = desk.alarms.alarms()
    page = await browser.post(f"/staff/alarms/{alarm.id}/acknowledge")
    assert "its reminders have ended" in page.text and "I take care of it" not in page.text
    [kept] = desk.alarms.alarms(acknowledged=True)
    assert kept.acknowledged_by == "Dr Rao"
    await browser.post(f"/staff/alarms/{alarm.id}/acknowledge")
    assert [each.subject for each in log.entries(action="acknowledged")] == [str(alarm.id)]


async def test_words_of_a_patient_are_words(
    browser: Browser, records: Records, tending: Tending, doctor: Member
) -> None:
    number = records.begin_intake("x", "web")
    tending.call(number, "<script>alert(1)</script>", doctor)
    page = (await browser.get("/staff?q=%3Cscript")).text
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page


async def test_a_page_hears_of_what_changes(desk: Desk, records: Records) -> None:
    async with desk.live.running():
        changes = desk.live.changes(desk.queue.version())
        waiting = asyncio.ensure_future(anext(changes))
        await asyncio.sleep(0)
        assert not waiting.done()
        await asyncio.to_thread(records.begin_intake, "new", "web")
        assert await asyncio.wait_for(waiting, 20) == desk.queue.version()
        # one that knows an old version hears at once
        assert await asyncio.wait_for(anext(desk.live.changes("old")), 20)
        end = asyncio.ensure_future(anext(changes, "over"))
    assert await asyncio.wait_for(end, 20) == "over"


@given(
    st.integers(0, 4),
    st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2100, 1, 1)),
    st.integers(1, HIGHEST),
)
def test_a_place_survives_its_address(urgency: int, at: dt.datetime, number: int) -> None:
    place = Place(urgency, at.replace(tzinfo=dt.UTC), number)
    assert Asked(after=place_of(place)).place() == place
