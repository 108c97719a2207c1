"""Photographs that were sent together, through the real dialogue: answered once, for all."""

from __future__ import annotations

import pytest
from PIL import Image

from tests.talks.patient import WITHOUT_WORDS, Patient

pytestmark = pytest.mark.talk
NONE = WITHOUT_WORDS


def silent(patient: Patient) -> bool:
    return patient.answers == [{"recipient_id": patient.sender, "custom": {"silent": True}}]


def shown(patient: Patient) -> list[str]:
    photos = [each.get("custom", {}).get("photo") for each in patient.answers]
    return [each["photo"] for each in photos if each]


def test_all_but_the_last_are_taken_in_without_a_word(patient: Patient) -> None:
    patient.consents()
    assert silent(patient.sends(more=True)) and silent(patient.sends(more=True))
    assert len(patient.waiting) == 2
    assert "Thank you for the photos" in patient.sends().text


def test_they_wait_for_one_consent_and_are_looked_at_by_it(patient: Patient) -> None:
    patient.consents().sends_album(NONE, NONE, NONE)
    assert patient.asking == ["photo_consent"]
    photographs = patient.waiting
    assert len(photographs) == 3
    patient.says("yes")
    assert sorted(patient.kept) == sorted(photographs)
    assert "I looked at 3" in patient.text
    assert len(shown(patient)) == 1


def test_a_no_deletes_them_all(patient: Patient) -> None:
    patient.consents().sends_album(NONE, NONE).says("no")
    assert patient.waiting == patient.kept == []
    assert "deleted your photos" in patient.text


def test_once_agreed_they_are_looked_at_together_and_none_of_before(patient: Patient) -> None:
    patient.consents().sends().says("yes")
    assert "I looked at" not in patient.text
    patient.sends_album(NONE, NONE)
    assert len(patient.kept) == 3
    assert "I looked at 2" in patient.text
    assert len(shown(patient)) == 1


def test_the_clearest_is_told_of_whichever_came_last(patient: Patient) -> None:
    patient.consents().sends().says("yes")
    good = patient.uploads()
    patient.sends(good, more=True)
    patient.sends(patient.uploads(Image.new("RGB", (400, 400), "tan")))
    assert shown(patient) == [good]


@pytest.mark.parametrize("captions", [("I have acne", NONE), (NONE, "I have acne")])
def test_a_caption_is_noted_whichever_it_comes_with_and_told_once(
    patient: Patient, captions: tuple[str, str]
) -> None:
    patient.consents().sends_album(*captions)
    assert patient.text.count("acne") == 1
    assert patient.custom("noted") == {"concerns": ["acne"]}
    assert "acne" in patient.says("what have you noted?").text


@pytest.mark.parametrize("captions", [("my sister has this", NONE), (NONE, "my sister has this")])
@pytest.mark.parametrize("agreed", [True, False])
def test_those_of_somebody_else_are_deleted_with_all_that_came_along(
    patient: Patient, captions: tuple[str, str], agreed: bool
) -> None:
    patient.consents()
    before = []
    if agreed:
        before = patient.sends().says("yes").kept
    patient.sends_album(*captions)
    assert (patient.waiting, patient.kept) == ([], before)
    assert "photos of your own skin" in patient.text
    patient.sends()
    assert len(patient.waiting) + len(patient.kept) == 1 + len(before)


def test_before_consent_they_are_deleted_and_it_is_said_once(patient: Patient) -> None:
    patient.sends_album(NONE, NONE)
    assert patient.waiting == []
    assert patient.text.count("I may not keep one yet") == 1
    assert patient.asking == ["consent"] and "I'm Dewy" in patient.text


def test_after_the_plan_a_caption_that_changes_it_brings_the_new_one(patient: Patient) -> None:
    sheet = {"open": "dull skin", "photo_consent": "no photo"}
    patient.consents().answers_until_plan(sheet)
    patient.sends_album("I started retinol every night and glycolic acid every day", NONE)
    assert patient.plan["warnings"]


def test_an_emergency_in_a_caption_speaks_at_once_and_only_once(patient: Patient) -> None:
    patient.consents()
    patient.sends(caption="my lips are swelling, I can't breathe", more=True)
    assert patient.custom("triage") == "now"
    assert silent(patient.sends(more=True))
    patient.sends()
    assert patient.custom("triage") == "now"
    assert "show it to the people who" in patient.text


def test_what_is_urgent_but_no_emergency_speaks_at_once_and_the_last_asks_on(
    patient: Patient,
) -> None:
    patient.consents()
    patient.sends(caption="I have a fever and there is pus in my spots", more=True)
    assert patient.custom("triage") == "same_day" and patient.asking == []
    patient.sends()
    assert patient.asking == ["photo_consent"]
