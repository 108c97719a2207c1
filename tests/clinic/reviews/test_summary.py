"""The first screen: what a doctor must know, from all that is known of the person."""

from __future__ import annotations

import datetime as dt
from typing import Any

from clinic.reviews.file import Round
from clinic.reviews.summary import MedicalFlag, summary
from tests.clinic.exports.files import patient_file

NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
LATEX = MedicalFlag("allergies", "allergic to latex", grave=False)
ISOTRETINOIN = {"id": "isotretinoin", "status": "stopped"}


def other(number: int, **facts: Any) -> Round:
    return Round(number, NOON, "completed", "routine", 7, facts)


def test_flags_of_the_persons_other_intakes_are_told_with_the_latest_that_has_them() -> None:
    file = patient_file(
        {"allergies": []},
        rounds=(
            other(12, allergies=["latex"], medications=[ISOTRETINOIN]),
            other(40, allergies=["latex"]),
            other(41, allergies=[]),
        ),
    )
    found = summary(file)
    assert found.flags == ()
    assert found.none_of == ("allergies",)
    assert {flag.key: number for flag, number in found.elsewhere.items()} == {
        "allergies": 40,
        "medications": 12,
    }


def test_what_this_intake_tells_too_is_told_once() -> None:
    file = patient_file(
        {"allergies": ["latex"]},
        rounds=(other(40, allergies=["latex"]), other(41, allergies=["latex"])),
    )
    assert summary(file).flags == (LATEX,)
    assert summary(file).elsewhere == {}
