"""A doctor approves a plan from the patient's page, or changes it first."""

from __future__ import annotations

import re

import pytest

import regimen
from clinic.records import Records
from clinic.records.takeovers import Spoken
from tests.clinic.console.conftest import Browser

Told = list[tuple[str, Spoken]]


@pytest.fixture
def planned(records: Records, number: int) -> int:
    records.complete(number, regimen.advise(records.facts(number)), held=True)
    return number


def fields(page: str) -> dict[str, list[str]]:
    """Return what a browser sends of the form as it is shown."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input name="([ap]m-\w+)" value="([^"]*)"', page):
        found.setdefault(name, []).append(value.replace("&#39;", "'"))
    return found


async def test_it_is_approved_and_sent(browser: Browser, planned: int, told: Told) -> None:
    here = f"/staff/intakes/{planned}"
    page = await browser.get(here)
    assert "waits for a doctor" in page.text and "Approve and send" in page.text
    page = await browser.post(f"{here}/plan/approve", data={"text": "See you soon."})
    assert "The plan is approved." in page.text and "waits for a doctor" not in page.text
    assert "Approved by Dr Rao" in page.text and "See you soon." in page.text
    [(sender, spoken)] = told
    assert sender == "asha" and spoken.answers[-1]["custom"]["plan"]["routine"]


async def test_it_is_changed_and_sent(
    browser: Browser, records: Records, planned: int, told: Told
) -> None:
    here = f"/staff/intakes/{planned}/plan"
    typed = fields((await browser.get(here)).text)
    before = len(typed["am-step"])
    typed["am-with"][0] = "cool water alone"
    # the last rows are empty, to be filled in; an emptied one goes
    typed["pm-step"][0] = typed["pm-with"][0] = ""
    typed["am-step"][-1], typed["am-with"][-1] = "Rest", "nothing else"
    page = await browser.post(here, data={**typed, "text": ""})
    assert "The plan is approved." in page.text
    plan = records.plan("asha")
    assert plan is not None
    routine = plan.advice["routine"]
    assert routine["am"][0]["with"] == "cool water alone" and routine["am"][-1]["step"] == "Rest"
    assert len(routine["am"]) == before - 1
    assert len(routine["pm"]) == len(typed["pm-step"]) - 3
    assert len(told) == 1


async def test_what_cannot_be_is_told_and_stays(
    browser: Browser, records: Records, planned: int, told: Told
) -> None:
    here = f"/staff/intakes/{planned}/plan"
    typed = fields((await browser.get(here)).text)
    typed["am-with"][0], typed["am-step"][1] = "half a step", ""
    typed["am-step"][0] = ""
    answer = await browser.post(here, data={**typed, "text": "my words"})
    assert answer.status_code == 422 and "needs a name" in answer.text
    assert 'value="half a step"' in answer.text and "my words" in answer.text
    assert told == [] and records.plan("asha") is None


async def test_only_who_may_approves(receptionist: Browser, planned: int, told: Told) -> None:
    here = f"/staff/intakes/{planned}"
    assert "Approve" not in (await receptionist.get(here)).text
    for method, path in (("GET", "/plan"), ("POST", "/plan"), ("POST", "/plan/approve")):
        assert (await receptionist.request(method, here + path)).status_code == 403
    assert told == []


async def test_an_intake_without_a_plan_has_none_to_approve(browser: Browser, number: int) -> None:
    answer = await browser.post(f"/staff/intakes/{number}/plan/approve")
    assert answer.status_code == 422 and "no plan to approve" in answer.text
