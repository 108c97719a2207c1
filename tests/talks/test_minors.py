"""Under 18, nothing is kept before a parent or guardian agrees."""

from __future__ import annotations

import pytest

from tests.house import House
from tests.talks.files import kept
from tests.talks.patient import Patient

pytestmark = pytest.mark.talk


def test_a_minor_before_consent_needs_a_guardian_first(patient: Patient, house: House) -> None:
    patient.says("hi I'm 15 and have spots").says("Yes, I agree")
    assert patient.asking == ["consent"]
    assert "parent or guardian" in patient.text
    assert kept(house.folder, patient.sender) == {"consents": [], "facts": {}}
    patient.says("Yes, they agree")
    assert patient.asking and patient.asking != ["consent"]
    record = kept(house.folder, patient.sender)
    assert record["consents"] == ["intake", "guardian"]
    assert record["facts"] == {"age": 15, "concerns": ["acne"]}


def test_a_minor_who_says_so_late_needs_a_guardian_then(patient: Patient, house: House) -> None:
    patient.consents().says("oily skin and acne")
    patient.says("I am 16 years old and I use a scrub every day")
    assert patient.asking == ["consent"]
    assert "products" not in kept(house.folder, patient.sender)["facts"]
    patient.says("yes, my mum is here")
    assert kept(house.folder, patient.sender)["facts"]["age"] == 16
    assert "products" in kept(house.folder, patient.sender)["facts"]


def test_without_a_guardian_everything_is_deleted(patient: Patient, house: House) -> None:
    patient.consents().says("oily skin and acne, I am 14")
    patient.says("no")
    assert "deleted" in patient.text
    assert kept(house.folder, patient.sender) == {"consents": [], "facts": {}}


def test_a_corrected_age_needs_nobody(patient: Patient, house: House) -> None:
    patient.consents().says("oily skin and acne, I am 16")
    patient.says("sorry, I meant I am 26")
    assert patient.asking and patient.asking != ["consent"]
    assert kept(house.folder, patient.sender)["facts"]["age"] == 26
