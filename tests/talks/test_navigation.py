"""Back to the question before, and what can be done with a photograph."""

from __future__ import annotations

import pytest

from tests.talks.patient import Patient

pytestmark = pytest.mark.talk


def test_back_puts_the_question_before_again(patient: Patient) -> None:
    patient.consents().says("acne and oily skin")
    first = patient.asking
    patient.says("skip")
    second = patient.asking
    assert second != first
    patient.says("go back")
    assert patient.asking == first
    patient.says("glycolic acid every night")
    assert patient.custom("noted")["products"][0]["id"] == "glycolic_acid"
    assert patient.asking != first


def test_back_from_the_first_question_is_the_open_one(patient: Patient) -> None:
    patient.consents().says("acne and oily skin").says("back")
    assert patient.asking == ["open"]


def test_back_where_there_is_nothing_before(patient: Patient) -> None:
    patient.says("hello").says("go back please")
    assert patient.asking == ["consent"]
    assert "no question before" in patient.text


def test_back_from_the_summary_changes_the_last_answer(patient: Patient) -> None:
    patient.consents().says(
        "just glow, normal skin, 34, no symptoms, cleanser and moisturiser daily, SPF 50 every day,"
        " I reapply, no treatments, sleep 8 hours, no stress, not pregnant, no medicines, no allergies"
    )
    last: list[str] = []
    for _ in range(8):
        if patient.asking == ["confirm"]:
            break
        last = last if patient.asking == ["photo_consent"] else patient.asking
        patient.says("no photo" if patient.asking == ["photo_consent"] else "none")
    patient.says("go back")
    assert patient.asking == last


def test_a_photograph_gets_an_honest_answer(patient: Patient) -> None:
    patient.consents().says("acne and oily skin")
    asked = patient.asking
    patient.says("can I send you a photo of my face?")
    assert "photo" in patient.text
    assert patient.asking == ["photo_consent"]
    assert patient.says("no").asking == asked
