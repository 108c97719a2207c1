"""Before consent nothing about health is asked or kept."""

from __future__ import annotations

import pytest

from tests.house import House
from tests.talks.files import holds
from tests.talks.patient import Patient

pytestmark = pytest.mark.talk


def test_facts_volunteered_before_consent_are_held_not_asked_again(patient: Patient) -> None:
    patient.says("hi, oily skin and acne, I use a scrub every day")
    assert patient.asking == ["consent"]
    assert patient.custom("noted")["skin_type"] == ["oily"]
    patient.says("yes")
    assert not {"consent", "skin_type", "concerns"} & set(patient.asking)


def test_a_no_is_accepted_and_nothing_is_asked(patient: Patient) -> None:
    patient.says("hello").says("no thanks")
    assert patient.asking == []
    assert "kept nothing" in patient.text


def test_a_no_deletes_what_was_written_before_it(patient: Patient, house: House) -> None:
    patient.says("hi, my cheeks itch since I used wigglewort balm").says("no thanks")
    assert holds(house.folder, "wigglewort") == []
    patient.says("hello")
    assert patient.asking == ["consent"]


def test_an_unclear_answer_is_no_consent(patient: Patient) -> None:
    patient.says("hello").says("purple monkey dishwasher")
    assert patient.asking == ["consent"]
