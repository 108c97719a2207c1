"""Photographs are taken back alone, or go with everything else, and then nothing of them is left."""

from __future__ import annotations

import pytest

from tests.house import House
from tests.talks.files import holds
from tests.talks.patient import Patient

pytestmark = pytest.mark.talk
PHOTO_CONSENT = ["photo_consent"]
MARKER = "zanzibarquark"


@pytest.fixture
def asked(patient: Patient) -> list[str]:
    """What was asked when the photograph came."""
    patient.consents().says("acne and oily skin")
    return patient.asking


class TestErasure:
    @pytest.mark.parametrize(
        "wish",
        [
            "delete my photo",
            "please remove my pictures",
            "I don't want you to keep my photo anymore",
        ],
    )
    def test_photographs_are_taken_back_alone_as_easily_as_they_were_given(
        self, patient: Patient, house: House, asked: list[str], wish: str
    ) -> None:
        photograph = patient.uploads()
        patient.sends(photograph).says("yes").says(wish)
        assert "photos are deleted" in patient.text
        assert patient.asking == asked
        assert patient.kept == []
        assert not list((house.folder / "photographs").rglob(photograph))
        patient.says("what have you noted?")
        assert "oily" in patient.text and "Photos" not in patient.text
        assert patient.sends().asking == PHOTO_CONSENT, "the consent went with them"

    def test_there_may_be_none(self, patient: Patient, asked: list[str]) -> None:
        patient.says("delete my photo")
        assert "no photo of you" in patient.text
        assert patient.asking == asked

    def test_a_wish_to_delete_everything_is_still_that(
        self, patient: Patient, asked: list[str]
    ) -> None:
        patient.sends().says("yes").says("delete everything, my photo too")
        assert patient.asking == ["confirm"]
        assert patient.kept

    @pytest.mark.parametrize("answer", ["yes", None])
    def test_photographs_go_with_everything_else(
        self, patient: Patient, house: House, asked: list[str], answer: str | None
    ) -> None:
        photograph = patient.uploads()
        patient.sends(photograph, f"I'm allergic to {MARKER}")
        if answer:
            patient.says(answer)
        assert list((house.folder / "photographs").rglob(photograph))
        patient.says("delete my data").says("yes, delete everything")
        assert "deleted" in patient.text
        assert not list((house.folder / "photographs").rglob(photograph))
        assert holds(house.folder, MARKER) == []
        assert holds(house.folder, photograph) == []
        patient.says("hello").says("Yes, I agree").sends()
        assert patient.asking == PHOTO_CONSENT, "a consent that was erased is asked for anew"
