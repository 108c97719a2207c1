"""Staff write to a patient from the patient's page."""

from __future__ import annotations

from clinic.console.desk import Desk
from clinic.records.takeovers import Spoken
from tests.clinic.console.conftest import Browser

Told = list[tuple[str, Spoken]]


async def test_a_talk_is_taken_over_written_in_and_handed_back(
    browser: Browser, number: int, told: Told
) -> None:
    here = f"/staff/intakes/{number}"
    assert 'name="text" rows="3" maxlength="2000"' not in (await browser.get(here)).text
    page = (await browser.post(f"{here}/talk/take-over")).text
    assert "Dewy is silent" in page and "Dr Rao from the clinic is here now" in page
    page = (await browser.post(f"{here}/talk/say", data={"text": "How are you?"})).text
    assert "Dr Rao:\nHow are you?" in page
    page = (await browser.post(f"{here}/talk/hand-back")).text
    assert "Take over" in page and "Dr Rao has left the talk" in page
    # all of it was brought to the patient
    texts = [spoken.answers[0]["texts"] for sender, spoken in told if sender == "asha"]
    assert [each[0].split(" from ")[0].split(" has ")[0] for each in texts] == [
        "Dr Rao",
        "Dr Rao:",
        "Dr Rao",
    ]


async def test_who_does_not_hold_it_loses_no_words(
    browser: Browser, receptionist: Browser, number: int, told: Told, desk: Desk
) -> None:
    here = f"/staff/intakes/{number}"
    await browser.post(f"{here}/talk/take-over")
    assert "Take over from Dr Rao" in (await receptionist.get(here)).text
    await receptionist.post(f"{here}/talk/take-over")
    told.clear()
    answer = await browser.post(f"{here}/talk/say", data={"text": "I was about to say"})
    assert answer.status_code == 422 and "nothing was sent" in answer.text
    assert told == []
    await browser.post(f"{here}/talk/take-over")
    answer = await browser.post(f"{here}/talk/say", data={"text": "x" * 2001})
    assert answer.status_code == 422 and "x" * 2001 in answer.text
